package io.distappguard.telemetry.json;

import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.line.EightBytes;
import io.distappguard.telemetry.line.Lines;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The objects of a stream of JSON, however they stand: one a line, over many lines, in an array,
 * one behind the other, or marked off as RFC 7464 has it. Lines that begin no object are given as
 * they are.
 *
 * <p>A line that begins with a brace and ends with one is taken for an object, which costs no look
 * at what is between; {@link #lookCloser} looks, where that was not so. An object that is damaged
 * ends where the next begins, so that one is lost: within a text no line ends, and behind no deeper
 * indentation than its own does another begin within it. Memory is bounded by the longest object.
 * Not thread-safe.
 */
public final class JsonObjects implements Lines {

  /** Said of a line that {@link #isOfLog}. */
  public static final String LOG = "log line, no event";

  private static final long NEWLINES = EightBytes.each('\n');
  private static final int RECORD_SEPARATOR = 0x1e;

  /** Colours of a terminal begin with it. */
  private static final int ESCAPE = 0x1b;

  private final InputStream stream;
  private final String name;
  private final int longest;
  private byte[] buffer;
  private int from;
  private int to;
  private int next;
  private int filled;

  /** Of the line that {@link #next} is in, and of the piece at hand. */
  private long line = 1;

  private long pieceLine = 1;

  /** Blanks before the piece, where nothing else stands before it in its line; else 0. */
  private int indentation;

  private boolean isAtLineStart = true;
  private boolean isFirstOfLine;
  private boolean isWholeLine;

  /** How far the object is open that is gone through. */
  private int depth;

  private boolean inText;
  private boolean isEscaped;
  private boolean atEnd;
  private boolean tooLong;
  private boolean damaged;

  /**
   * @param name how positions name the stream
   * @param longest longest object or line in bytes that is read whole
   */
  public JsonObjects(InputStream stream, String name, int longest) {
    this.stream = stream;
    this.name = name;
    this.longest = longest;
    this.buffer = new byte[Math.min(longest, 64 * 1024)];
  }

  /**
   * Whether a piece is a line that a program logged, rather than an object that lost its beginning:
   * no name of a field stands in it.
   */
  public static boolean isOfLog(byte[] buffer, int from, int to) {
    if (from < to && (buffer[from] == '{' || buffer[from] == '[')) {
      return false;
    }
    for (int at = from; at + 1 < to; at++) {
      byte letter = buffer[at];
      boolean isControl = letter >= 0 && letter < ' ' && letter != '\t' && letter != ESCAPE;
      if (isControl || letter == '"' && buffer[at + 1] == ':') {
        return false;
      }
    }
    return to - from > 1;
  }

  @Override
  public boolean next() throws IOException {
    tooLong = false;
    isWholeLine = false;
    if (!toPiece()) {
      return false;
    }
    pieceLine = line;
    if (buffer[next] == '{' && !isFirstOfLine) {
      return object();
    }
    int end = lineEnd();
    if (end < 0) {
      return buffer[next] == '{' ? object() : overlongLine();
    }
    int last = end;
    while (isBlank(buffer[last - 1])) {
      last--;
    }
    if (buffer[next] == '{' && buffer[last - 1] != '}') {
      return object();
    }
    isWholeLine = buffer[next] == '{';
    piece(last, end);
    return true;
  }

  @Override
  public boolean lookCloser() throws IOException {
    if (!isWholeLine) {
      return false;
    }
    isWholeLine = false;
    int length = to - from;
    next = from;
    line = pieceLine;
    object();
    return !tooLong && to - from != length;
  }

  @Override
  public byte[] buffer() {
    return buffer;
  }

  @Override
  public int from() {
    return from;
  }

  @Override
  public int to() {
    return to;
  }

  @Override
  public boolean tooLong() {
    return tooLong;
  }

  @Override
  public boolean damaged() {
    return damaged;
  }

  @Override
  public String position() {
    return name + ":" + pieceLine;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  /** Passes over what stands between objects; false at the end. */
  private boolean toPiece() throws IOException {
    while (next < filled || more()) {
      int letter = buffer[next];
      if (letter == '\n') {
        line++;
        isAtLineStart = true;
        indentation = 0;
      } else if (letter == ' ' || letter == '\t') {
        indentation += isAtLineStart ? 1 : 0;
      } else if (letter == ',' || letter == '[' || letter == ']') {
        isAtLineStart = false;
      } else if (letter != '\r' && letter != RECORD_SEPARATOR && !isMark(letter)) {
        isFirstOfLine = isAtLineStart;
        isAtLineStart = false;
        return true;
      }
      next++;
    }
    return false;
  }

  /** The mark of UTF-8, at the very beginning. */
  private boolean isMark(int letter) {
    return line == 1
        && next < 3
        && letter == (byte) (next == 0 ? 0xef : next == 1 ? 0xbb : 0xbf)
        && (next == 0 || buffer[next - 1] < 0);
  }

  /** Where the line ends that the piece begins in; -1 where it is longer than a piece may be. */
  private int lineEnd() throws IOException {
    int scanned = next;
    while (true) {
      int end = EightBytes.indexOf(NEWLINES, buffer, scanned, filled);
      if (end >= 0) {
        return end;
      }
      int offset = filled - next;
      if (!more()) {
        return filled - next >= longest ? -1 : filled;
      }
      scanned = next + offset;
    }
  }

  private static boolean isBlank(byte letter) {
    return letter == ' ' || letter == '\t' || letter == '\r';
  }

  private void piece(int end, int following) {
    from = next;
    to = end;
    next = following;
  }

  /** Goes to the end of the object that begins here, over as many lines as it takes. */
  private boolean object() throws IOException {
    depth = 0;
    inText = false;
    isEscaped = false;
    // more() may move the piece
    for (int offset = 0; ; offset++) {
      if (next + offset >= filled && !more()) {
        if (filled - next >= longest) {
          return overlongObject();
        }
        piece(filled, filled);
        return true;
      }
      byte letter = buffer[next + offset];
      if (letter == '\n') {
        if (inText || beginsAnother(offset + 1)) {
          piece(next + offset, next + offset);
          return true;
        }
        line++;
      } else if (ends(letter)) {
        piece(next + offset + 1, next + offset + 1);
        return true;
      }
    }
  }

  /** Takes a byte of an object in; whether it is the object's last. */
  private boolean ends(byte letter) {
    if (inText) {
      inText = isEscaped || letter != '"';
      isEscaped = !isEscaped && letter == '\\';
    } else if (letter == '"') {
      inText = true;
    } else if (letter == '{' || letter == '[') {
      depth++;
    } else if (letter == '}' || letter == ']') {
      depth--;
      return depth <= 0;
    }
    return false;
  }

  /** Whether behind a line's end an object begins that stands no deeper than the one at hand. */
  private boolean beginsAnother(int afterNewline) throws IOException {
    for (int offset = afterNewline; offset - afterNewline <= indentation; offset++) {
      if (next + offset >= filled && !more()) {
        return false;
      }
      byte letter = buffer[next + offset];
      if (letter != ' ' && letter != '\t') {
        return letter == '{';
      }
    }
    return false;
  }

  /** Leaves out the rest of an object, and of its line where its end cannot be told. */
  private boolean overlongObject() throws IOException {
    next = filled;
    for (boolean isOver = false; !isOver && (next < filled || more()); next++) {
      byte letter = buffer[next];
      if (letter == '\n' && inText) {
        break;
      }
      line += letter == '\n' ? 1 : 0;
      isOver = letter != '\n' && ends(letter);
    }
    return overlong();
  }

  private boolean overlongLine() throws IOException {
    next = filled;
    while (next < filled || more()) {
      int end = EightBytes.indexOf(NEWLINES, buffer, next, filled);
      next = end >= 0 ? end : filled;
      if (end >= 0) {
        break;
      }
    }
    return overlong();
  }

  private boolean overlong() {
    from = next;
    to = next;
    tooLong = true;
    return true;
  }

  /** Makes room by giving up all that was read up to the piece. */
  private void drop() {
    if (next > 0) {
      System.arraycopy(buffer, next, buffer, 0, filled - next);
      filled -= next;
      next = 0;
    }
  }

  /** Reads on, keeping what begins at {@link #next}; false at the end or where it is too long. */
  private boolean more() throws IOException {
    if (atEnd) {
      return false;
    }
    if (filled == buffer.length) {
      if (next > 0) {
        drop();
      } else if (filled >= longest) {
        return false;
      } else {
        buffer = Arrays.copyOf(buffer, (int) Math.min(longest, buffer.length * 2L));
      }
    }
    int read;
    try {
      read = stream.read(buffer, filled, buffer.length - filled);
    } catch (DamagedStreamException exception) {
      damaged = true;
      read = -1;
    }
    atEnd = read < 0;
    filled += Math.max(0, read);
    return !atEnd;
  }
}
