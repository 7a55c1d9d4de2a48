package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines of strace, read. */
record Straced(Collected seen, Intake intake) {

  static Straced lines(String... lines) {
    return text(String.join("\n", lines) + "\n");
  }

  static Straced text(String text) {
    return stream(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  static Straced stream(InputStream stream) {
    Collected seen = new Collected();
    try {
      return new Straced(seen, new StraceReader(List.of(source("c", stream))).read(seen));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  static ExchangeSource source(String container, InputStream stream) {
    return new ExchangeSource(
        new Container(0, container, "host", "role", null, null, 0, List.of()), "input", stream);
  }
}
