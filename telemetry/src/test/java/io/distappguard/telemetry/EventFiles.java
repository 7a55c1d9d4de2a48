package io.distappguard.telemetry;

import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Reads a file of system calls by the reader of its format. */
public final class EventFiles {

  private EventFiles() {}

  /** Reads; positions name the input {@code input}, and so is its host called. */
  public static Intake read(ExchangeReader.Opener opener, InputStream stream, ExchangeSink sink)
      throws IOException {
    ExchangeFiles files = new ExchangeFiles(ExchangeFiles.DEFAULT_INTERVAL_MILLIS);
    Container host = new Container(0, "input", "", null, null, null, 0, List.of());
    files.add(new ExchangeSource(host, "input", stream), opener);
    return files.read(sink);
  }

  /** What comes of lines; each must be accepted. */
  public static Collected accepted(ExchangeReader.Opener opener, String text) throws IOException {
    Collected seen = new Collected();
    Intake intake =
        read(opener, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), seen);
    if (intake.rejected() > 0) {
      throw new AssertionError("refused: " + intake.rejections().entries());
    }
    return seen;
  }

  /** Any bytes are accepted or refused, and nothing is counted twice or not at all. */
  public static void readAnything(ExchangeReader.Opener opener, byte[] bytes) throws IOException {
    Intake intake = read(opener, new ByteArrayInputStream(bytes), new Collected());
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    // objects of JSON may stand side by side
    long lines = text.lines().count() + text.chars().filter(letter -> letter == '{').count();
    if (intake.received() != intake.accepted() + intake.rejected()
        || intake.received() > lines + 1
        || intake.rejections().entries().size() > 10) {
      throw new AssertionError(intake.received() + " events of " + lines + " lines");
    }
  }
}
