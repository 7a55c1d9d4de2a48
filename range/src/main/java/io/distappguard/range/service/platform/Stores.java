package io.distappguard.range.service.platform;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import javax.sql.DataSource;
import net.rubyeye.xmemcached.MemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;

/**
 * Opens the stores a service asks for, each with few connections that live as long as the process
 * and without background checks: what goes over them is what the application does.
 *
 * <p>Closing closes what was opened. To be used by the thread that starts the service.
 */
public final class Stores implements AutoCloseable {

  private static final int CONNECTIONS = 4;

  /** A busy machine may drop a first connection; the deployment's own wait is the real limit. */
  private static final long FIRST_CONNECTION_MILLIS = 60_000;

  private final Discovery discovery;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  public Stores(Discovery discovery) {
    this.discovery = discovery;
  }

  /** A pool of connections to PostgreSQL's database {@code social}. */
  public DataSource database() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(databaseUrl(discovery));
    config.setPoolName("social");
    config.setMaximumPoolSize(CONNECTIONS);
    config.setMinimumIdle(CONNECTIONS);
    config.setConnectionTimeout(4_000);
    config.setInitializationFailTimeout(FIRST_CONNECTION_MILLIS);
    config.setMaxLifetime(0);
    config.setKeepaliveTime(0);
    HikariDataSource pool = new HikariDataSource(config);
    opened.push(pool);
    return pool;
  }

  /** Where PostgreSQL is, with user and password, for the driver. */
  public static String databaseUrl(Discovery discovery) {
    InetSocketAddress address = discovery.store("postgres");
    return "jdbc:postgresql://%s:%d/social?user=social&password=social&sslmode=disable&gssEncMode=disable&tcpKeepAlive=true"
        .formatted(address.getHostString(), address.getPort());
  }

  /** A pool of connections to redis. */
  public JedisPooled redis() {
    InetSocketAddress address = discovery.store("redis");
    ConnectionPoolConfig config = new ConnectionPoolConfig();
    config.setMaxTotal(CONNECTIONS);
    config.setMaxIdle(CONNECTIONS);
    config.setMaxWait(Duration.ofSeconds(4));
    config.setTestWhileIdle(false);
    config.setTimeBetweenEvictionRuns(Duration.ofMillis(-1));
    config.setJmxEnabled(false);
    JedisPooled redis =
        new JedisPooled(
            new HostAndPort(address.getHostString(), address.getPort()),
            DefaultJedisClientConfig.builder().timeoutMillis(4_000).build(),
            config);
    opened.push(redis);
    return redis;
  }

  /**
   * One connection to memcached.
   *
   * @throws IOException when it cannot be opened
   */
  public MemcachedClient memcached() throws IOException {
    XMemcachedClientBuilder builder =
        new XMemcachedClientBuilder(List.of(discovery.store("memcached")));
    builder.setConnectionPoolSize(1);
    builder.setSelectorPoolSize(1);
    builder.setConnectTimeout(4_000);
    builder.setOpTimeout(2_000);
    MemcachedClient client = builder.build();
    client.setEnableHeartBeat(false);
    opened.push(client::shutdown);
    return client;
  }

  @Override
  public void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
