package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.table.SpanColumns;
import java.io.IOException;
import java.io.InputStream;

/** A file of spans, and what it is. */
record SpanFile(TextFile file, InputFormat format, SpanColumns columns) {

  CallReader open(CountedProgress progress) throws IOException {
    InputStream stream = stream(progress);
    if (format.content() instanceof FileContent.Spans content) {
      return content.opener().open(stream, file.name(), columns);
    }
    throw new IllegalStateException("format: " + format + " (expected: one of spans)");
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
