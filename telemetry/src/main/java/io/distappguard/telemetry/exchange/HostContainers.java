package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.Container;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The containers of a recording that holds those of a whole host, or of several, and the hosts' own
 * processes, which count as one more container each. What the first event of a container tells is
 * its label. Not thread-safe.
 */
public final class HostContainers {

  private final Registry registry;
  private Container labels;
  private final Map<String, Map<String, Integer>> byHost = new HashMap<>();
  private Map<String, Integer> lastOfHost = new HashMap<>();
  private String lastHost = "";
  private String lastId = "";
  private int last = -1;

  /**
   * @param labels what is known of the recording: its name is the host's where events tell none;
   *     its number does not count
   */
  public HostContainers(Registry registry, Container labels) {
    this.registry = registry;
    this.labels = labels;
  }

  /** The recording tells its host's name; too late once that host was announced without. */
  public void hostName(String name) {
    boolean announced = byHost.getOrDefault("", Map.of()).containsKey("");
    if (!announced && labels.host().isEmpty()) {
      labels = named(labels.name(), name);
    }
  }

  /** Name of the recording's host, as far as known. */
  public String hostName() {
    return labels.host();
  }

  /** Tells the labels of a container that is met for the first time. */
  @FunctionalInterface
  public interface Labels {
    /**
     * @param host the host it is on
     * @param id the runtime's id
     */
    Container of(String host, String id);
  }

  /**
   * Number of a container.
   *
   * @param host name of the host, empty where the event does not tell
   * @param id the runtime's id, shortened as the source does; empty for the host itself
   */
  public int number(String host, String id, Labels asked) {
    if (!host.equals(lastHost) || lastOfHost.isEmpty()) {
      lastOfHost = byHost.computeIfAbsent(host, unused -> new HashMap<>());
      lastHost = host;
      lastId = "";
      last = -1;
    }
    if (last >= 0 && lastId.equals(id)) {
      return last;
    }
    Integer known = lastOfHost.get(id);
    if (known == null) {
      known = registry.container(id.isEmpty() ? ofHost(host) : asked.of(host, id));
      lastOfHost.put(id, known);
    }
    lastId = id;
    last = known;
    return known;
  }

  private Container ofHost(String host) {
    if (host.isEmpty()) {
      return labels;
    }
    return named(host, host);
  }

  private Container named(String name, String host) {
    return new Container(
        0,
        name,
        host,
        labels.role(),
        labels.image(),
        labels.cgroup(),
        labels.networkNamespace(),
        labels.addresses());
  }

  /** A container as far as sources of this kind tell it. */
  public static Container labelled(
      String name, String host, @Nullable String role, @Nullable String image) {
    return new Container(0, name, host, role, image, null, 0, List.of());
  }
}
