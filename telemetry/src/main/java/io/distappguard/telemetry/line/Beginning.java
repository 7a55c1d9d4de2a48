package io.distappguard.telemetry.line;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first bytes of a file, compression taken off, by which a format is told: 64 KB of it, then,
 * where nobody knows them, 2 MB. Not thread-safe.
 */
public final class Beginning {

  private static final int LONGEST_FIRST_LINE = 64 * 1024;

  /** The mark of UTF-8, a character a byte. */
  private static final String MARK = "\u00ef\u00bb\u00bf";

  private final byte[] bytes;
  private @Nullable String text;

  public Beginning(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The bytes; the caller must not change them. */
  public byte[] bytes() {
    return bytes;
  }

  /** A character a byte, the mark of UTF-8 and white space before the first left out. */
  public String text() {
    String known = text;
    if (known == null) {
      known = new String(bytes, StandardCharsets.ISO_8859_1);
      known = (known.startsWith(MARK) ? known.substring(MARK.length()) : known).stripLeading();
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

  /**
   * Whether it may hold objects of JSON in which all these field names occur, perhaps behind lines
   * that a program logged before.
   */
  public boolean hasObjectsWith(String... fields) {
    if (isJson()) {
      return isJsonWith(fields);
    }
    int object = text().indexOf("\n{");
    if (object < 0) {
      return false;
    }
    for (String field : fields) {
      if (text().indexOf("\"" + field + "\"", object) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Tells a line by its bytes. */
  @FunctionalInterface
  public interface LineTest {
    boolean test(byte[] buffer, int from, int to);
  }

  /** Whether a line of it is like this. */
  public boolean hasLine(LineTest test) {
    try (LineReader lines = new LineReader(new ByteArrayInputStream(bytes), "")) {
      while (lines.next()) {
        if (lines.from() < lines.to() && test.test(lines.buffer(), lines.from(), lines.to())) {
          return true;
        }
      }
      return false;
    } catch (IOException exception) {
      throw new IllegalStateException("bytes in memory cannot be read", exception);
    }
  }

  /** The first line that is not blank, as far as it is within a sensible header's length. */
  public String firstLine() {
    int length = Math.min(bytes.length, LONGEST_FIRST_LINE);
    String begun = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return (begun.startsWith("\ufeff") ? begun.substring(1) : begun)
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("");
  }
}
