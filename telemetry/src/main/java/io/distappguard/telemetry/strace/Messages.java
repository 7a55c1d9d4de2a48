package io.distappguard.telemetry.strace;

import java.nio.charset.StandardCharsets;

/**
 * Messages as strace writes them, one ({@code {msg_name={sa_family=…}, …}}) or several ({@code
 * [{msg_hdr={msg_name=NULL, …}, msg_len=5}, …]}): where each names its peer, and its length. What
 * stands in strings is payload, and is looked over. One instance is used for many; nothing is
 * allocated.
 */
final class Messages {

  private static final byte[] NAME = bytes("{msg_name");
  private static final byte[] HEADER = bytes("{msg_hdr=");
  private static final byte[] LENGTH = bytes("msg_len=");

  /** {@code msg_name(16)=} in old versions. */
  private static final int LONGEST_NAME_OF_NAME = 24;

  private byte[] buffer = {};
  private int at;
  private int to;
  private int nameFrom;
  private int nameTo;
  private long length;

  /** Takes one message, which begins at {@code from}. */
  void one(byte[] bytes, int from, int end) {
    buffer = bytes;
    to = end;
    name(from);
  }

  /** Takes several, which begin at {@code from}; {@link #next()} goes to the first. */
  void several(byte[] bytes, int from, int end) {
    buffer = bytes;
    to = end;
    at = from < end && bytes[from] == '[' ? from + 1 : end;
  }

  /** Goes to the next message whose length is shown; false where there is none. */
  boolean next() {
    while (at < to && (buffer[at] == ',' || buffer[at] == ' ')) {
      at++;
    }
    if (at >= to || buffer[at] != '{') {
      return false;
    }
    int end = Annotations.closing(buffer, at, to);
    if (end < 0) {
      return false;
    }
    name(startsWith(HEADER, at) ? at + HEADER.length : at);
    int shown = ByteText.lastIndexOf(buffer, at, end, LENGTH);
    length = shown < 0 ? -1 : ByteText.number(buffer, shown + LENGTH.length, end);
    at = end;
    return length >= 0;
  }

  /** Where the peer is named; an empty range where it is not. */
  int nameFrom() {
    return nameFrom;
  }

  /** End of the same. */
  int nameTo() {
    return nameTo;
  }

  /** Bytes that were moved. */
  long length() {
    return length;
  }

  private void name(int from) {
    nameFrom = from;
    nameTo = from;
    if (!startsWith(NAME, from)) {
      return;
    }
    int value = from + NAME.length;
    int last = Math.min(to, value + LONGEST_NAME_OF_NAME);
    while (value < last && buffer[value] != '=') {
      value++;
    }
    if (value + 1 < last && buffer[value + 1] == '{') {
      nameFrom = value + 1;
      nameTo = Math.max(nameFrom, Annotations.closing(buffer, nameFrom, to));
    }
  }

  private boolean startsWith(byte[] text, int from) {
    return from + text.length <= to
        && ByteText.indexOf(buffer, from, from + text.length, text) == from;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
