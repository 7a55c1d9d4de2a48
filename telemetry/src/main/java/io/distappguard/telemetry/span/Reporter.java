package io.distappguard.telemetry.span;

import org.jspecify.annotations.Nullable;

/**
 * Who reported spans: the service and which of its instances, from the attributes of a resource or
 * process. The instance is, in this order, {@code service.instance.id}, {@code k8s.pod.name},
 * {@code host.name} or {@code hostname}, {@code ip}. Not thread-safe.
 */
public final class Reporter {

  private static final String[] INSTANCE_KEYS = {
    "service.instance.id", "k8s.pod.name", "host.name", "hostname", "ip"
  };

  private String service = "";
  private @Nullable String instance;
  private int instanceRank = INSTANCE_KEYS.length;

  /** Forgets everything, for the next. */
  public void clear() {
    service = "";
    instance = null;
    instanceRank = INSTANCE_KEYS.length;
  }

  /** Whether {@link #attribute} has a use for this key. */
  public static boolean wants(String key) {
    return key.equals("service.name") || rank(key) < INSTANCE_KEYS.length;
  }

  /** One attribute, or tag, as text. */
  public void attribute(String key, String value) {
    if (key.equals("service.name")) {
      service = value;
      return;
    }
    int rank = rank(key);
    if (rank < instanceRank && !value.isEmpty()) {
      instanceRank = rank;
      instance = value;
    }
  }

  public void service(String name) {
    service = name;
  }

  /** Its name, empty where not reported. */
  public String service() {
    return service;
  }

  /** The instance, or null where not reported. */
  public @Nullable String instance() {
    return instance;
  }

  private static int rank(String key) {
    int rank = 0;
    while (rank < INSTANCE_KEYS.length && !INSTANCE_KEYS[rank].equals(key)) {
      rank++;
    }
    return rank;
  }
}
