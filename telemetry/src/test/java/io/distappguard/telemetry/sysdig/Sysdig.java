package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines of sysdig, read. */
record Sysdig(Collected seen, Intake intake) {

  static Sysdig text(String... lines) {
    return lines(SysdigReader::openText, lines);
  }

  static Sysdig json(String... lines) {
    return lines(SysdigReader::openJson, lines);
  }

  static Sysdig stream(ExchangeReader.Opener opener, InputStream stream) {
    Collected seen = new Collected();
    try {
      return new Sysdig(seen, read(opener, stream, seen));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  static Intake read(ExchangeReader.Opener opener, InputStream stream, Collected seen)
      throws IOException {
    ExchangeFiles files = new ExchangeFiles(1000);
    files.add(
        new ExchangeSource(
            new Container(0, "machine", "", null, null, null, 0, List.of()), "input", stream),
        opener);
    return files.read(seen);
  }

  private static Sysdig lines(ExchangeReader.Opener opener, String... lines) {
    byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    return stream(opener, new ByteArrayInputStream(bytes));
  }
}
