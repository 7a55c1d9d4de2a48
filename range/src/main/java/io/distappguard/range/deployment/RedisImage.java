package io.distappguard.range.deployment;

import java.nio.file.Path;
import java.util.List;

/**
 * Redis from Debian. Appends to its log once a second, as a deployment does that wants to keep its
 * sessions; takes no snapshots, whose forked child would come at times nobody planned.
 */
public record RedisImage() implements Image {

  @Override
  public String name() {
    return "debian/redis:12";
  }

  @Override
  public int port() {
    return 6379;
  }

  @Override
  public void prepare(Instance instance, Path directory) {
    RunFolder.write(
        directory.resolve("redis.conf"),
        """
        bind %s
        port %d
        protected-mode no
        dir %s
        save ""
        appendonly yes
        appendfsync everysec
        auto-aof-rewrite-percentage 0
        """
            .formatted(instance.address(), port(), directory));
  }

  @Override
  public List<String> command(Instance instance, Path directory) {
    return List.of("redis-server", directory.resolve("redis.conf").toString());
  }
}
