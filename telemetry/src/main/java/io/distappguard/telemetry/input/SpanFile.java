package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.jaeger.JaegerReader;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.otlp.OtlpProtobufReader;
import io.distappguard.telemetry.otlp.OtlpReader;
import io.distappguard.telemetry.table.SpanColumns;
import io.distappguard.telemetry.table.TableReader;
import io.distappguard.telemetry.zipkin.ZipkinReader;
import java.io.IOException;
import java.io.InputStream;

/** A file of spans, and what it is. */
record SpanFile(TextFile file, InputFormat format, SpanColumns columns) {

  CallReader open(CountedProgress progress) throws IOException {
    InputStream stream = stream(progress);
    return switch (format) {
      case OTLP_JSON -> new OtlpReader(stream, file.name());
      case OTLP_PROTOBUF -> new OtlpProtobufReader(stream, file.name());
      case JAEGER -> new JaegerReader(stream, file.name());
      case ZIPKIN -> new ZipkinReader(stream, file.name());
      case CSV -> new TableReader(stream, file.name(), columns);
      case STRACE, SCAP, SYSDIG, SYSDIG_JSON, LID_DS, RECORDING, RANGE_RUN ->
          throw new IllegalStateException("format: " + format + " (expected: one of spans)");
    };
  }

  private InputStream stream(CountedProgress progress) throws IOException {
    try {
      return file.open(progress);
    } catch (DamagedStreamException exception) {
      return damaged(exception);
    }
  }

  /** A stream damaged at its very beginning is damaged at its first line. */
  static InputStream damaged(DamagedStreamException exception) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw exception;
      }
    };
  }
}
