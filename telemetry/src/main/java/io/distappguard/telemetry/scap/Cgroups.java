package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.syscall.RuntimeContainers;
import java.nio.charset.StandardCharsets;

/** Cgroups of a process: {@code cpuset=/docker/3f...}, each ended by a zero. */
final class Cgroups {

  private Cgroups() {}

  /** The first path that names a container, else the first path there is; empty for none. */
  static String path(byte[] bytes, int from, int length) {
    String first = "";
    for (String one : new String(bytes, from, length, StandardCharsets.UTF_8).split("\0", -1)) {
      String path = one.substring(one.indexOf('=') + 1);
      if (!RuntimeContainers.idIn(path).isEmpty()) {
        return path;
      }
      if (first.isEmpty()) {
        first = path;
      }
    }
    return first;
  }
}
