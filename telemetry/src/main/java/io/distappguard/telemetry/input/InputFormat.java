package io.distappguard.telemetry.input;

import static io.distappguard.telemetry.input.FileContent.exchanges;
import static io.distappguard.telemetry.input.FileContent.folder;
import static io.distappguard.telemetry.input.FileContent.spans;

import io.distappguard.telemetry.auditd.AuditReader;
import io.distappguard.telemetry.collector.CollectorReader;
import io.distappguard.telemetry.falco.FalcoReader;
import io.distappguard.telemetry.jaeger.JaegerReader;
import io.distappguard.telemetry.lidds.LidDsReader;
import io.distappguard.telemetry.lttng.LttngReader;
import io.distappguard.telemetry.otlp.OtlpProtobufReader;
import io.distappguard.telemetry.otlp.OtlpReader;
import io.distappguard.telemetry.scap.ScapReader;
import io.distappguard.telemetry.strace.StraceReader;
import io.distappguard.telemetry.sysdig.SysdigReader;
import io.distappguard.telemetry.table.TableReader;
import io.distappguard.telemetry.tetragon.TetragonReader;
import io.distappguard.telemetry.tracee.TraceeReader;
import io.distappguard.telemetry.zipkin.ZipkinReader;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The formats an input may have. A constant is all the registration a format needs: the name users
 * give it, how a file of it is known, and what reads it. A file is of the first format that knows
 * it, so those that look closest come first.
 */
public enum InputFormat {
  /** A capture of sysdig or Falco, a file or a folder of files, one a host. */
  SCAP("scap", exchanges(ScapReader::recognises, ScapReader::open)),
  /** The eBPF collector's stream: a host, or those of its control groups that were watched. */
  COLLECTOR("collector", exchanges(CollectorReader::recognises, CollectorReader::open)),
  /** OTLP protobuf: one message, or messages behind their lengths; a file or a folder of files. */
  OTLP_PROTOBUF(
      "otlp-protobuf",
      spans(
          (beginning, columns) -> OtlpProtobufReader.recognises(beginning.bytes()),
          (stream, name, columns) -> new OtlpProtobufReader(stream, name))),
  /** sysdig's JSON lines, {@code sysdig -j}, a file or a folder of files, one a host. */
  SYSDIG_JSON("sysdig-json", exchanges(SysdigReader::recognisesJson, SysdigReader::openJson)),
  /** Falco's alerts as JSON, a file or a folder of files, one a host or several. */
  FALCO("falco", exchanges(FalcoReader::recognises, FalcoReader::open)),
  /** Tetragon's events as JSON, a file or a folder of files. */
  TETRAGON("tetragon", exchanges(TetragonReader::recognises, TetragonReader::open)),
  /** Tracee's events as JSON, a file or a folder of files. */
  TRACEE("tracee", exchanges(TraceeReader::recognises, TraceeReader::open)),
  /** Log of the Linux audit daemon, a file or a folder of files. */
  AUDITD("auditd", exchanges(AuditReader::recognises, AuditReader::open)),
  /** Kernel traces of LTTng as babeltrace prints them, a file or a folder of files. */
  LTTNG("lttng", exchanges(LttngReader::recognises, LttngReader::open)),
  /** OTLP JSON, a file or a folder of files. */
  OTLP_JSON(
      "otlp-json",
      spans(
          (beginning, columns) -> OtlpReader.recognises(beginning),
          (stream, name, columns) -> new OtlpReader(stream, name))),
  /** JSON of Jaeger's UI, a file or a folder of files. */
  JAEGER(
      "jaeger",
      spans(
          (beginning, columns) -> JaegerReader.recognises(beginning),
          (stream, name, columns) -> new JaegerReader(stream, name))),
  /** Zipkin JSON, a file or a folder of files. */
  ZIPKIN(
      "zipkin",
      spans(
          (beginning, columns) -> beginning.isJsonWith("traceId", "id"),
          (stream, name, columns) -> new ZipkinReader(stream, name))),
  /** A table of spans, a line each, or a folder of them. */
  CSV(
      "csv",
      spans(
          (beginning, columns) -> !beginning.isJson() && columns.fits(beginning.firstLine()),
          TableReader::new)),
  /** Text of strace, a file or a folder of files, one a container; known by any line. */
  STRACE("strace", exchanges(StraceReader::recognises, StraceReader::open)),
  /** sysdig's text, a file or a folder of files, one a host; known by any line. */
  SYSDIG("sysdig", exchanges(SysdigReader::recognisesText, SysdigReader::openText)),
  /** Recordings of the LID-DS 2021 data set, a file or a folder of files; known by any line. */
  LID_DS("lid-ds", exchanges(LidDsReader::recognises, LidDsReader::open)),
  /** A folder made by {@code convert}. */
  RECORDING("recording", folder()),
  /** A folder left by a recorded run of the range: containers.json, strace/, spans/, truth.json. */
  RANGE_RUN("range-run", folder());

  private final String label;
  private final FileContent content;

  InputFormat(String label, FileContent content) {
    this.label = label;
    this.content = content;
  }

  /** Whether files of it hold spans. */
  public boolean isOfSpans() {
    return content instanceof FileContent.Spans;
  }

  /** Whether files of it hold system calls. */
  public boolean isOfExchanges() {
    return content instanceof FileContent.Exchanges;
  }

  FileContent content() {
    return content;
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
