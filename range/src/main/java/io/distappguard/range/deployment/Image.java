package io.distappguard.range.deployment;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What runs in a container of a role: how it is prepared, started, known to be ready, stopped. */
public sealed interface Image
    permits MemcachedImage, NginxImage, PostgresImage, RedisImage, ServiceImage {

  /** The image's name with its tag, as a container registry would have it. */
  String name();

  /** The port its clients use; the container is ready once something listens there. */
  int port();

  /** Writes into the container's own, empty or former, directory what it needs to start. */
  void prepare(Instance instance, Path directory);

  /** The container's first process. */
  List<String> command(Instance instance, Path directory);

  /** Environment variables of the first process, besides the few that every container gets. */
  default Map<String, String> environment(Instance instance, Path directory) {
    return Map.of();
  }

  /** The signal that asks the first process to end in good order. */
  default String stopSignal() {
    return "TERM";
  }

  /** A line on its output without which it is not ready; empty where listening is enough. */
  default String readyLine() {
    return "";
  }
}
