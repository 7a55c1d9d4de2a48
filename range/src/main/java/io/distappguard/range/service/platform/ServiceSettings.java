package io.distappguard.range.service.platform;

import java.nio.file.Path;
import java.util.Map;

/**
 * What one instance of a service is told when it starts.
 *
 * @param role its role
 * @param instance its name, {@code <role>-<number>}
 * @param address the IP address it binds to
 * @param discovery the folder with one file of addresses a role and store
 * @param spans the file its spans are appended to
 * @param seed of what it draws at random, sessions and salts excepted
 * @param directory where it keeps its own files
 */
public record ServiceSettings(
    Role role,
    String instance,
    String address,
    Path discovery,
    Path spans,
    long seed,
    Path directory) {

  /**
   * Reads the settings from the environment variables {@code RANGE_*}.
   *
   * @throws IllegalArgumentException when one is missing or not readable
   */
  public static ServiceSettings of(Role role, Map<String, String> environment) {
    return new ServiceSettings(
        role,
        required(environment, "RANGE_INSTANCE"),
        required(environment, "RANGE_ADDRESS"),
        discovery(environment),
        Path.of(required(environment, "RANGE_SPANS")),
        seed(required(environment, "RANGE_SEED")),
        Path.of(""));
  }

  /** The folder of addresses that the environment names. */
  public static Path discovery(Map<String, String> environment) {
    return Path.of(required(environment, "RANGE_DISCOVERY"));
  }

  /** The number at the end of the instance's name: 2 for {@code text-2}; 0 when there is none. */
  public int number() {
    String digits = instance.substring(instance.lastIndexOf('-') + 1);
    return digits.matches("[0-9]{1,6}") ? Integer.parseInt(digits) : 0;
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("RANGE_SEED: " + text + " (expected: a whole number)", e);
    }
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(name + ": not set (expected: see range/README.md)");
    }
    return value;
  }
}
