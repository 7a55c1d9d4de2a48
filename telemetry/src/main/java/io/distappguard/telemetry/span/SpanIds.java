package io.distappguard.telemetry.span;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** Ids of traces and spans as {@link io.distappguard.telemetry.Call} has them: lower-case hex. */
public final class SpanIds {

  /** Stands for an id that cannot be one. */
  public static final String INVALID = "?";

  private static final int LONGEST = 256;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private SpanIds() {}

  /** Hex of bytes. */
  @SuppressWarnings("deprecation") // the quickest way from ASCII bytes to a string
  public static String hex(byte[] bytes, int from, int to) {
    byte[] text = new byte[2 * (to - from)];
    int at = 0;
    for (int index = from; index < to; index++) {
      text[at++] = HEX[bytes[index] >> 4 & 0xf];
      text[at++] = HEX[bytes[index] & 0xf];
    }
    return new String(text, 0);
  }

  /**
   * An id that must be hex of this length, or base64 of as many bytes; empty where there is none.
   * Which of the two its length tells.
   */
  public static String exact(String id, int length) {
    if (id.isEmpty()) {
      return id;
    }
    if (id.length() == length) {
      return isHex(id) ? id.toLowerCase(Locale.ROOT) : INVALID;
    }
    return id.length() < length ? base64(id, length / 2) : INVALID;
  }

  private static String base64(String id, int byteCount) {
    try {
      byte[] bytes = Base64.getDecoder().decode(id.replace('-', '+').replace('_', '/'));
      return bytes.length == byteCount ? hex(bytes, 0, byteCount) : INVALID;
    } catch (IllegalArgumentException exception) {
      return INVALID;
    }
  }

  /**
   * An id of any shape, the same for the same text: hex is padded to 16, 32 or an even number of
   * digits (some writers leave leading zeros out), a UUID loses its dashes, other text becomes the
   * hex of its bytes.
   */
  public static String any(String text) {
    String id = text.strip();
    if (id.length() > LONGEST) {
      return INVALID;
    }
    if (id.length() == 36 && id.charAt(8) == '-' && isHex(id.replace("-", ""))) {
      id = id.replace("-", "");
    }
    if (!isHex(id)) {
      return HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8));
    }
    int length = id.length() <= 16 ? 16 : id.length() <= 32 ? 32 : id.length() + id.length() % 2;
    String padded =
        id.isEmpty() || id.length() == length ? id : "0".repeat(length - id.length()) + id;
    return padded.toLowerCase(Locale.ROOT);
  }

  /** An id that is text whatever it looks like, such as {@code 0.1.2}: the hex of its bytes. */
  public static String text(String id) {
    return id.length() > LONGEST
        ? INVALID
        : HexFormat.of().formatHex(id.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether an id says that there is none: empty, or all zeros. */
  public static boolean isNone(String id) {
    for (int index = 0; index < id.length(); index++) {
      if (id.charAt(index) != '0') {
        return false;
      }
    }
    return true;
  }

  private static boolean isHex(String id) {
    for (int index = 0; index < id.length(); index++) {
      char digit = id.charAt(index);
      if ((digit < '0' || digit > '9')
          && (digit < 'a' || digit > 'f')
          && (digit < 'A' || digit > 'F')) {
        return false;
      }
    }
    return true;
  }
}
