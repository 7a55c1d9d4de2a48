package io.distappguard.telemetry.syscall;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The containers of one host, told apart by their runtime's id. What belongs to none is the host
 * itself. Each is announced when one of its processes first does something.
 */
public final class RuntimeContainers {

  private static final int SHORT_ID = 12;
  private static final int LONG_ID = 64;

  private final Registry registry;
  private final Map<String, Known> known = new HashMap<>();
  private Container host;
  private int hostNumber = -1;

  /** What a runtime says of a container. */
  private record Label(@Nullable String name, @Nullable String image) {}

  private static final class Known {
    @Nullable Label label;
    int number = -1;
  }

  /**
   * @param host labels of what belongs to no container; its number does not count
   */
  public RuntimeContainers(Registry registry, Container host) {
    this.registry = registry;
    this.host = host;
  }

  /** The host told its name. */
  public void hostName(String name) {
    if (hostNumber < 0 && host.host().isEmpty() && !name.isEmpty()) {
      host =
          new Container(
              0,
              host.name(),
              name,
              host.role(),
              host.image(),
              host.cgroup(),
              host.networkNamespace(),
              host.addresses());
    }
  }

  /**
   * A runtime told a container's name and image.
   *
   * @param id the runtime's id, whole or its first twelve digits
   */
  public void label(String id, @Nullable String name, @Nullable String image) {
    if (id.length() >= SHORT_ID) {
      known(id.substring(0, SHORT_ID)).label = new Label(name, image);
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
    if (id.length() < SHORT_ID) {
      if (hostNumber < 0) {
        hostNumber = registry.container(host);
      }
      return hostNumber;
    }
    String shortId = id.substring(0, SHORT_ID);
    Known container = known(shortId);
    if (container.number < 0) {
      Label label = container.label;
      String name = label == null || label.name == null ? shortId : label.name;
      container.number =
          registry.container(
              new Container(
                  0,
                  name,
                  host.host(),
                  null,
                  label == null ? null : label.image,
                  cgroup,
                  0,
                  List.of()));
    }
    return container.number;
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

  private Known known(String shortId) {
    return known.computeIfAbsent(shortId, unused -> new Known());
  }

  private static boolean isHexadecimal(char character) {
    return character >= '0' && character <= '9' || character >= 'a' && character <= 'f';
  }
}
