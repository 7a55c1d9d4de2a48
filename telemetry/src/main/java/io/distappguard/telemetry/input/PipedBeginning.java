package io.distappguard.telemetry.input;

import io.distappguard.telemetry.table.SpanColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a stream that is read once, taken as it comes: what tells its format may be its
 * first line, and more may not come for a long time. Not thread-safe.
 */
final class PipedBeginning {

  /** Without a line's end, text is not looked at before so much of it has come. */
  private static final int SENSIBLE_FIRST_LINE = 4096;

  private final InputStream stream;
  private final String name;
  private byte[] bytes = new byte[8192];
  private int length;
  private boolean atEnd;

  PipedBeginning(InputStream stream, String name) {
    this.stream = stream;
    this.name = name;
  }

  /** Reads until a format knows what came, the stream ends, or enough came to know any. */
  @Nullable InputFormat recognise(SpanColumns columns) throws IOException {
    int looked = 0;
    while (!atEnd && length < Recognition.SECOND_LOOK) {
      read();
      boolean isMore = length < Recognition.FIRST_LOOK || length >= 2 * looked || atEnd;
      if (isMore && isEnough()) {
        looked = length;
        InputFormat found =
            Recognition.of(Recognition.beginning(look(), Recognition.SECOND_LOOK), columns);
        if (found != null) {
          return found;
        }
      }
    }
    return Recognition.of(Recognition.beginning(look(), Recognition.SECOND_LOOK), columns);
  }

  /** Reads to the end of the first line. */
  void readFirstLine() throws IOException {
    while (!atEnd && length < Recognition.FIRST_LOOK && !isEnough()) {
      read();
    }
  }

  /** What came so far, as a file. */
  TextFile look() {
    byte[] came = bytes;
    int count = length;
    return new TextFile(name, -1, () -> new ByteArrayInputStream(came, 0, count));
  }

  /** All of the stream, from its first byte. */
  InputStream whole() {
    return new SequenceInputStream(new ByteArrayInputStream(bytes, 0, length), stream);
  }

  /** A line, or what is no text. */
  private boolean isEnough() {
    if (atEnd || length >= SENSIBLE_FIRST_LINE) {
      return true;
    }
    boolean isText = false;
    for (int at = 0; at < length; at++) {
      if (bytes[at] == '\n' && isText || bytes[at] >= 0 && bytes[at] < '\t') {
        return true;
      }
      isText = isText || bytes[at] > ' ' || bytes[at] < 0;
    }
    return length > 4 && bytes[0] == '\n';
  }

  private void read() throws IOException {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    int read = stream.read(bytes, length, bytes.length - length);
    atEnd = read < 0;
    length += Math.max(0, read);
  }
}
