package io.distappguard.telemetry.otlp;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes zstd off a message, as the OpenTelemetry collector's file exporter compresses each by
 * itself. However much a frame claims, memory grows with what comes out of it, and stops at OTLP's
 * limit. Not thread-safe.
 */
final class CompressedMessage {

  /** zstd's window; by its largest one a frame of some bytes would take 2 GB. */
  private static final int MOST_WINDOW_BITS = 26;

  private static final int AT_ONCE = 64 * 1024;

  private byte[] plain = new byte[AT_ONCE];
  private int length;

  static boolean is(byte[] bytes, int from, int to) {
    return to - from >= 4
        && bytes[from] == 0x28
        && bytes[from + 1] == (byte) 0xb5
        && bytes[from + 2] == 0x2f
        && bytes[from + 3] == (byte) 0xfd;
  }

  /**
   * Takes the compression off; {@link #plain} and {@link #length} tell what came out.
   *
   * @param most bytes that may come out
   * @return why it cannot be, or null
   */
  @Nullable String inflate(byte[] bytes, int from, int to, int most) {
    length = 0;
    try (ZstdInputStream stream =
        new ZstdInputStream(new ByteArrayInputStream(bytes, from, to - from))) {
      stream.setLongMax(MOST_WINDOW_BITS);
      while (true) {
        if (length == plain.length) {
          if (length >= most) {
            return OtlpProtobufReader.TOO_LONG_INFLATED;
          }
          plain = Arrays.copyOf(plain, (int) Math.min(most, plain.length * 2L));
        }
        int read = stream.read(plain, length, plain.length - length);
        if (read < 0) {
          return null;
        }
        length += read;
      }
    } catch (IOException exception) {
      return OtlpProtobufReader.DAMAGED;
    }
  }

  /** What came out, up to {@link #length}; also of a message that broke off. */
  byte[] plain() {
    return plain;
  }

  int length() {
    return length;
  }
}
