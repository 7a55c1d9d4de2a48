package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.table.SpanColumns;
import java.io.InputStream;
import java.util.function.Predicate;

/** What files of a format hold, how to know them, and what reads them. */
sealed interface FileContent {

  /** Whether a file that begins like this is of the format. */
  boolean recognises(Beginning beginning, SpanColumns columns);

  /** System calls. */
  record Exchanges(Predicate<Beginning> recogniser, ExchangeReader.Opener opener)
      implements FileContent {

    @Override
    public boolean recognises(Beginning beginning, SpanColumns columns) {
      return recogniser.test(beginning);
    }
  }

  /** Spans. */
  record Spans(SpanRecogniser recogniser, SpanOpener opener) implements FileContent {

    @Override
    public boolean recognises(Beginning beginning, SpanColumns columns) {
      return recogniser.recognises(beginning, columns);
    }
  }

  /** Nothing by themselves: the format is a folder's. */
  record Folder() implements FileContent {

    @Override
    public boolean recognises(Beginning beginning, SpanColumns columns) {
      return false;
    }
  }

  /** Knows files of spans. */
  interface SpanRecogniser {
    boolean recognises(Beginning beginning, SpanColumns columns);
  }

  /** Opens files of spans. */
  interface SpanOpener {
    CallReader open(InputStream stream, String name, SpanColumns columns);
  }

  static FileContent exchanges(Predicate<Beginning> recogniser, ExchangeReader.Opener opener) {
    return new Exchanges(recogniser, opener);
  }

  static FileContent spans(SpanRecogniser recogniser, SpanOpener opener) {
    return new Spans(recogniser, opener);
  }

  static FileContent folder() {
    return new Folder();
  }
}
