package io.distappguard.range.deployment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The social network's first shape: its roles, their ports, and where each replica lives. */
public final class SocialNetwork {
  /** Where users come from: one container of the outside world with many addresses. */
  public static final Instance CLIENT = new Instance("client", 1, Host.INTERNET, "10.77.99.10");

  public static final Instance ATTACKER =
      new Instance("attacker", 1, Host.INTERNET, "10.77.99.200");

  /** All addresses an attack may come from: the attacker's own, then forty more. */
  static List<String> attackerAddresses() {
    return IntStream.concat(IntStream.of(200), IntStream.rangeClosed(210, 249))
        .mapToObj(Host.INTERNET::address)
        .toList();
  }

  /** Replicas added later take addresses from here on. */
  private static final int FIRST_LATER_OCTET = 30;

  private static final Map<String, Integer> SERVICE_PORTS =
      Map.ofEntries(
          Map.entry("gateway", 8080),
          Map.entry("compose-post", 9101),
          Map.entry("unique-id", 9102),
          Map.entry("text", 9103),
          Map.entry("user-mention", 9104),
          Map.entry("url-shorten", 9105),
          Map.entry("media", 9106),
          Map.entry("user", 9107),
          Map.entry("social-graph", 9108),
          Map.entry("post-storage", 9109),
          Map.entry("home-timeline", 9110),
          Map.entry("user-timeline", 9111));

  private final Map<Host, Integer> laterAddresses = new HashMap<>();
  private int laterInstances;

  /** The containers the stores run in; they start first. */
  public static List<Instance> stores() {
    return List.of(
        on(Host.HOST_A, "memcached", 1, 19),
        on(Host.HOST_B, "redis", 1, 17),
        on(Host.HOST_B, "postgres", 1, 18));
  }

  /** The containers the services run in. */
  public static List<Instance> services() {
    return List.of(
        on(Host.HOST_A, "gateway", 1, 11),
        on(Host.HOST_A, "compose-post", 1, 12),
        on(Host.HOST_A, "unique-id", 1, 13),
        on(Host.HOST_A, "text", 1, 14),
        on(Host.HOST_A, "user-mention", 1, 15),
        on(Host.HOST_A, "url-shorten", 1, 16),
        on(Host.HOST_A, "media", 1, 17),
        on(Host.HOST_A, "user", 1, 18),
        on(Host.HOST_B, "social-graph", 1, 10),
        on(Host.HOST_B, "post-storage", 1, 11),
        on(Host.HOST_B, "post-storage", 2, 12),
        on(Host.HOST_B, "home-timeline", 1, 13),
        on(Host.HOST_B, "home-timeline", 2, 14),
        on(Host.HOST_B, "user-timeline", 1, 15),
        on(Host.HOST_B, "text", 2, 19));
  }

  /** The door; it starts last, when there are gateways to send to. */
  public static Instance door() {
    return on(Host.HOST_A, "nginx", 1, 10);
  }

  public static boolean isService(String role) {
    return SERVICE_PORTS.containsKey(role);
  }

  public static int servicePort(String role) {
    Integer port = SERVICE_PORTS.get(role);
    if (port == null) {
      throw new RangeFailure(
          "role: %s (expected one of: %s)"
              .formatted(
                  role, String.join(", ", SERVICE_PORTS.keySet().stream().sorted().toList())));
    }
    return port;
  }

  /** A further replica of a role, on the hosts in turn. Not safe for several threads. */
  public Instance laterReplica(String role, int number) {
    Host host = Host.APPLICATION.get(laterInstances++ % Host.APPLICATION.size());
    int octet = laterAddresses.merge(host, FIRST_LATER_OCTET, (last, first) -> last + 1);
    if (octet > 254) {
      throw new RangeFailure(host.label() + ": no address left for another replica");
    }
    return on(host, role, number, octet);
  }

  private static Instance on(Host host, String role, int number, int lastOctet) {
    return new Instance(role, number, host, host.address(lastOctet));
  }
}
