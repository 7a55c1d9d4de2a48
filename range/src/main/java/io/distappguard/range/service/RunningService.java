package io.distappguard.range.service;

import io.distappguard.range.service.gateway.Gateway;
import io.distappguard.range.service.platform.Channels;
import io.distappguard.range.service.platform.Discovery;
import io.distappguard.range.service.platform.Health;
import io.distappguard.range.service.platform.InjectedDelay;
import io.distappguard.range.service.platform.Role;
import io.distappguard.range.service.platform.ServiceSettings;
import io.distappguard.range.service.platform.Stores;
import io.distappguard.range.service.platform.Tracing;
import io.distappguard.range.service.post.ComposePostService;
import io.distappguard.range.service.post.MediaService;
import io.distappguard.range.service.post.PostStorageService;
import io.distappguard.range.service.post.TextService;
import io.distappguard.range.service.post.UniqueIdService;
import io.distappguard.range.service.post.UrlShortenService;
import io.distappguard.range.service.post.UserMentionService;
import io.distappguard.range.service.timeline.HomeTimelineService;
import io.distappguard.range.service.timeline.SocialGraphService;
import io.distappguard.range.service.timeline.UserTimelineService;
import io.distappguard.range.service.user.UserService;
import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * One instance of a service that listens and answers until it is closed.
 *
 * <p>Threads: one for all network connections, eight that answer calls, and those of the stores'
 * clients.
 */
public final class RunningService implements AutoCloseable {

  private static final int THREADS = 8;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  private RunningService() {}

  /**
   * Starts a service; when this returns it listens.
   *
   * @throws Exception when a store is not there or the address is taken
   */
  public static RunningService start(ServiceSettings settings) throws Exception {
    RunningService service = new RunningService();
    try {
      service.open(settings);
      return service;
    } catch (Exception e) {
      service.close();
      throw e;
    }
  }

  /** Lets calls under way end for at most two seconds, writes the last spans, frees everything. */
  @Override
  public void close() throws Exception {
    while (!parts.isEmpty()) {
      parts.pop().close();
    }
  }

  private void open(ServiceSettings settings) throws Exception {
    Discovery discovery = keep(new Discovery(settings.discovery()));
    Tracing tracing = keep(new Tracing(settings));
    NioEventLoopGroup eventLoop = new NioEventLoopGroup(1);
    keep(() -> eventLoop.shutdownGracefully(0, 500, TimeUnit.MILLISECONDS).await(1_000));
    Channels channels = keep(new Channels(discovery, eventLoop, tracing));
    Stores stores = keep(new Stores(discovery));
    if (settings.role() == Role.GATEWAY) {
      keep(new Gateway(settings, channels, tracing));
    } else {
      listen(settings, eventLoop, tracing, channels, stores);
    }
  }

  private void listen(
      ServiceSettings settings,
      NioEventLoopGroup eventLoop,
      Tracing tracing,
      Channels channels,
      Stores stores)
      throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    keep(threads::shutdownNow);
    Server server =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(settings.address(), settings.role().port()))
            .channelType(NioServerSocketChannel.class)
            .bossEventLoopGroup(eventLoop)
            .workerEventLoopGroup(eventLoop)
            .executor(threads)
            .maxInboundMessageSize(8 << 20)
            .intercept(new InjectedDelay(settings.directory())) // within the span
            .intercept(tracing.server())
            .addService(service(settings, channels, stores))
            .addService(new Health(channels, settings.role().calls()))
            .build()
            .start();
    keep(() -> {
      server.shutdown();
      if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
        server.shutdownNow();
      }
    });
  }

  private static BindableService service(ServiceSettings settings, Channels channels, Stores stores)
      throws Exception {
    return switch (settings.role()) {
      case GATEWAY -> throw new IllegalArgumentException("the gateway speaks HTTP");
      case COMPOSE_POST -> new ComposePostService(channels);
      case UNIQUE_ID -> new UniqueIdService(settings);
      case TEXT -> new TextService(channels);
      case USER_MENTION -> new UserMentionService(channels);
      case URL_SHORTEN -> new UrlShortenService(settings, stores.database());
      case MEDIA -> new MediaService(settings);
      case USER -> new UserService(stores.database(), stores.redis());
      case SOCIAL_GRAPH -> new SocialGraphService(stores.database(), stores.redis());
      case POST_STORAGE -> new PostStorageService(stores.database(), stores.memcached());
      case HOME_TIMELINE -> new HomeTimelineService(stores.redis(), channels);
      case USER_TIMELINE -> new UserTimelineService(stores.redis(), channels);
    };
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }
}
