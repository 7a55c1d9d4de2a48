package io.distappguard.telemetry.input;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The formats an input may have. */
public enum InputFormat {
  /** Text of strace, a file or a folder of files, one a container. */
  STRACE("strace"),
  /** OTLP JSON, a file or a folder of files. */
  OTLP_JSON("otlp-json"),
  /** A folder made by {@code convert}. */
  RECORDING("recording"),
  /** A folder left by a recorded run of the range: containers.json, strace/, spans/, truth.json. */
  RANGE_RUN("range-run");

  private final String label;

  InputFormat(String label) {
    this.label = label;
  }

  /** The name users give it. */
  public String label() {
    return label;
  }

  /**
   * The format of this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static InputFormat of(String label) {
    for (InputFormat format : values()) {
      if (format.label.equals(label)) {
        return format;
      }
    }
    throw new IllegalArgumentException("format: " + label + " (expected: one of " + known() + ")");
  }

  /** All names, for messages. */
  public static String known() {
    return Arrays.stream(values()).map(InputFormat::label).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return label;
  }
}
