package io.distappguard.telemetry.line;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a file, compression taken off, by which a format is told: 64 KB of it, then,
 * where nobody knows them, 2 MB. Not thread-safe.
 */
public final class Beginning {

  private static final int LONGEST_FIRST_LINE = 64 * 1024;

  private final byte[] bytes;
  private @Nullable String text;

  public Beginning(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes; the caller must not change them. */
  public byte[] bytes() {
    return bytes;
  }

  /** A character a byte, white space before the first left out. */
  public String text() {
    String known = text;
    if (known == null) {
      known = new String(bytes, StandardCharsets.ISO_8859_1).stripLeading();
      text = known;
    }
    return known;
  }

  /** Whether it may be JSON: an object or an array. */
  public boolean isJson() {
    return text().startsWith("{") || text().startsWith("[");
  }

  /** Whether it may be JSON in which all these field names occur. */
  public boolean isJsonWith(String... fields) {
    if (!isJson()) {
      return false;
    }
    for (String field : fields) {
      if (!text().contains("\"" + field + "\"")) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text stands in any line of it. */
  public boolean hasLineWith(String part) {
    return text().contains(part);
  }

  /** The first line that is not blank, as far as it is within a sensible header's length. */
  public String firstLine() {
    int length = Math.min(bytes.length, LONGEST_FIRST_LINE);
    return new String(bytes, 0, length, StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("");
  }
}
