package io.distappguard.telemetry.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineReaderTest {

  @Test
  void linesOfAnyLengthComeWholeUpToTheLimit() throws IOException {
    String text =
        "a\n\nb"
            .concat("c".repeat(99_000))
            .concat("\r\n")
            .concat("d".repeat(300_000))
            .concat("\nlast");
    try (LineReader lines =
        new LineReader(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)), "x", 128 * 1024)) {
      List<String> seen = new ArrayList<>();
      while (lines.next()) {
        seen.add(
            lines.tooLong()
                ? lines.position() + " too long"
                : lines.position() + " " + (lines.to() - lines.from()) + " " + lines.terminated());
      }
      assertThat(seen)
          .containsExactly(
              "x:1 1 true", "x:2 0 true", "x:3 99001 true", "x:4 too long", "x:5 4 false");
      assertThat(lines.damaged()).isFalse();
    }
  }

  @Test
  void anOverlongLastLineIsCountedOnce() throws IOException {
    byte[] text = new byte[200_000];
    try (LineReader lines = new LineReader(new ByteArrayInputStream(text), "x", 64 * 1024)) {
      assertThat(lines.next()).isTrue();
      assertThat(lines.tooLong()).isTrue();
      assertThat(lines.next()).isFalse();
    }
  }
}
