package io.distappguard.telemetry.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.line.DamagedStreamException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/**
 * What a compressed input may ask for; that all are read as a stream is tested with the readers.
 */
class CompressionTest {

  @Test
  void zstdThatAsksForGigabytesIsDamage() throws IOException {
    // frame header without sizes; then a raw block of five bytes, the last (RFC 8878, 3.1.1)
    String frame = "28b52ffd 00 %s 290000 68656c6c6f".replace(" ", "");
    byte[] modest = HexFormat.of().parseHex(frame.formatted("58")); // 2 MB
    byte[] greedy = HexFormat.of().parseHex(frame.formatted("a8")); // 2 GB
    assertThat(text(modest)).isEqualTo("hello");
    assertThatThrownBy(() -> text(greedy)).isInstanceOf(DamagedStreamException.class);
  }

  @Test
  void xzThatAsksForGigabytesIsDamage() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (XZOutputStream xz = new XZOutputStream(bytes, new LZMA2Options())) {
      xz.write("hello".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    byte[] greedy = bytes.toByteArray();
    assertThat(text(greedy)).isEqualTo("hello");
    // block header: size, flags, filter, size of properties, dictionary (.xz format, 3.1 and 5.3.1)
    int header = 12;
    int length = (greedy[header] + 1) * 4;
    assertThat(greedy[header + 2]).isEqualTo((byte) 0x21);
    greedy[header + 4] = 40; // 4 GB
    CRC32 sum = new CRC32();
    sum.update(greedy, header, length - 4);
    for (int index = 0; index < 4; index++) {
      greedy[header + length - 4 + index] = (byte) (sum.getValue() >> 8 * index);
    }
    assertThatThrownBy(() -> text(greedy)).isInstanceOf(DamagedStreamException.class);
  }

  private static String text(byte[] compressed) throws IOException {
    return new String(
        Compression.removed(new ByteArrayInputStream(compressed)).readAllBytes(),
        java.nio.charset.StandardCharsets.US_ASCII);
  }
}
