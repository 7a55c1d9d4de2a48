package io.distappguard.range.deployment;

/**
 * The names under which a range is known to the kernel. Two ranges with different prefixes live
 * side by side.
 *
 * @param prefix starts the name of every network namespace
 */
public record Naming(String prefix) {
  public static final Naming USUAL = new Naming("dag");

  public Naming {
    if (!prefix.matches("[a-z][a-z0-9]{0,15}")) {
      throw new IllegalArgumentException(
          "prefix: "
              + prefix
              + " (expected: a lower-case letter, then up to 15 letters or digits)");
    }
  }

  public String namespace(String name) {
    return prefix + "-" + name;
  }

  public boolean ownsNamespace(String namespace) {
    return namespace.startsWith(prefix + "-");
  }

  /** The control group, below the mount of cgroup2, that holds a group for each container. */
  public String controlGroup() {
    return equals(USUAL) ? "distappguard-range" : "distappguard-range-" + prefix;
  }
}
