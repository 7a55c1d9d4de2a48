package io.distappguard.telemetry.syscall;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.HostContainers;
import io.distappguard.telemetry.exchange.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The containers of one host by their runtime's id, whole or its first twelve digits, and what the
 * runtime says of them, which may come before any of their processes. What belongs to none is the
 * host itself.
 */
public final class RuntimeContainers {

  private static final int SHORT_ID = 12;
  private static final int LONG_ID = 64;

  private final HostContainers containers;
  private final Map<String, Label> labels = new HashMap<>();

  /** What a runtime says of a container. */
  private record Label(@Nullable String name, @Nullable String image) {}

  private static final Label NONE = new Label(null, null);

  /**
   * @param host labels of what belongs to no container; its number does not count
   */
  public RuntimeContainers(Registry registry, Container host) {
    this.containers = new HostContainers(registry, host);
  }

  /** The host told its name. */
  public void hostName(String name) {
    containers.hostName(name);
  }

  /**
   * A runtime told a container's name and image.
   *
   * @param id the runtime's id, whole or its first twelve digits
   */
  public void label(String id, @Nullable String name, @Nullable String image) {
    if (id.length() >= SHORT_ID) {
      labels.put(id.substring(0, SHORT_ID), new Label(name, image));
    }
  }

  /**
   * Number of a container, announced if it was not.
   *
   * @param id the runtime's id, whole or its first twelve digits; {@code host} or empty for the
   *     host
   * @param cgroup path of its cgroup, or null
   */
  public int number(String id, @Nullable String cgroup) {
    String shortId = id.length() < SHORT_ID ? "" : id.substring(0, SHORT_ID);
    return containers.number("", shortId, (host, of) -> labelled(of, cgroup));
  }

  private Container labelled(String shortId, @Nullable String cgroup) {
    Label label = labels.getOrDefault(shortId, NONE);
    return new Container(
        0,
        label.name == null ? shortId : label.name,
        containers.hostName(),
        null,
        label.image,
        cgroup,
        0,
        List.of());
  }

  /**
   * The container id within a cgroup's path, as Docker, containerd, CRI-O and podman write it: 64
   * hexadecimal digits that stand alone; empty where there is none.
   */
  public static String idIn(String cgroup) {
    int digits = 0;
    for (int at = cgroup.length() - 1; at >= -1; at--) {
      char character = at < 0 ? '/' : cgroup.charAt(at);
      if (isHexadecimal(character)) {
        digits++;
      } else {
        if (digits == LONG_ID) {
          return cgroup.substring(at + 1, at + 1 + LONG_ID);
        }
        digits = 0;
      }
    }
    return "";
  }

  private static boolean isHexadecimal(char character) {
    return character >= '0' && character <= '9' || character >= 'a' && character <= 'f';
  }
}
