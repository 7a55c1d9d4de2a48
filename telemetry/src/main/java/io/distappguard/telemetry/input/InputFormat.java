package io.distappguard.telemetry.input;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The formats an input may have. */
public enum InputFormat {
  /** Text of strace, a file or a folder of files, one a container. */
  STRACE("strace"),
  /** A capture of sysdig or Falco, a file or a folder of files, one a host. */
  SCAP("scap"),
  /** sysdig's text, a file or a folder of files, one a host. */
  SYSDIG("sysdig"),
  /** sysdig's JSON lines, {@code sysdig -j}, a file or a folder of files, one a host. */
  SYSDIG_JSON("sysdig-json"),
  /** Recordings of the LID-DS 2021 data set, a file or a folder of files, one a container. */
  LID_DS("lid-ds"),
  /** OTLP JSON, a file or a folder of files. */
  OTLP_JSON("otlp-json"),
  /** OTLP protobuf: one message, or messages behind their lengths; a file or a folder of files. */
  OTLP_PROTOBUF("otlp-protobuf"),
  /** JSON of Jaeger's UI, a file or a folder of files. */
  JAEGER("jaeger"),
  /** Zipkin v2 JSON, a file or a folder of files. */
  ZIPKIN("zipkin"),
  /** A table of spans, a line each, or a folder of them. */
  CSV("csv"),
  /** A folder made by {@code convert}. */
  RECORDING("recording"),
  /** A folder left by a recorded run of the range: containers.json, strace/, spans/, truth.json. */
  RANGE_RUN("range-run");

  private final String label;

  InputFormat(String label) {
    this.label = label;
  }

  /** Whether files of it hold spans. */
  public boolean isOfSpans() {
    return switch (this) {
      case OTLP_JSON, OTLP_PROTOBUF, JAEGER, ZIPKIN, CSV -> true;
      case STRACE, SCAP, SYSDIG, SYSDIG_JSON, LID_DS, RECORDING, RANGE_RUN -> false;
    };
  }

  /** Whether files of it hold system calls. */
  public boolean isOfSystemCalls() {
    return switch (this) {
      case STRACE, SCAP, SYSDIG, SYSDIG_JSON, LID_DS -> true;
      case OTLP_JSON, OTLP_PROTOBUF, JAEGER, ZIPKIN, CSV, RECORDING, RANGE_RUN -> false;
    };
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
