package io.distappguard.telemetry.line;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a stream into lines without making strings: a line is a range of {@link #buffer()}, valid
 * until the next {@link #next()}. Lines may end in {@code \n} or {@code \r\n}. A line longer than
 * the limit is given as its beginning with {@link #tooLong()} set, so memory stays bounded. The
 * mark of UTF-8 at the beginning is no part of the first line. Not thread-safe.
 */
public final class LineReader implements Lines {

  /** Longest line in bytes that is read whole, unless told otherwise. */
  public static final int DEFAULT_LONGEST_LINE = 256 * 1024;

  private static final long NEWLINES = EightBytes.each('\n');

  private final InputStream stream;
  private final String name;
  private final int longestLine;
  private byte[] buffer;
  private int from;
  private int to;
  private int next;
  private int filled;
  private long number;
  private boolean atEnd;
  private boolean tooLong;
  private boolean terminated;
  private boolean damaged;

  public LineReader(InputStream stream, String name) {
    this(stream, name, DEFAULT_LONGEST_LINE);
  }

  /**
   * @param name how to name the stream in positions
   * @param longestLine longest line in bytes that is read whole
   */
  public LineReader(InputStream stream, String name, int longestLine) {
    this.stream = stream;
    this.name = name;
    this.longestLine = longestLine;
    this.buffer = new byte[Math.min(longestLine, 64 * 1024)];
  }

  /** Moves to the next line; false at the end. */
  @Override
  public boolean next() throws IOException {
    tooLong = false;
    int scanned = next;
    while (true) {
      int end = EightBytes.indexOf(NEWLINES, buffer, scanned, filled);
      if (end >= 0) {
        return line(end, end + 1, true);
      }
      scanned = filled;
      if (atEnd) {
        return next < filled && line(filled, filled, false);
      }
      if (next > 0) {
        System.arraycopy(buffer, next, buffer, 0, filled - next);
        filled -= next;
        scanned -= next;
        next = 0;
      } else if (filled == buffer.length) {
        if (filled >= longestLine) {
          return overlongLine();
        }
        buffer = Arrays.copyOf(buffer, (int) Math.min(longestLine, buffer.length * 2L));
      }
      fill();
    }
  }

  /**
   * Holds the line's bytes from {@link #from()} to {@link #to()}; the caller must not change it.
   */
  @Override
  public byte[] buffer() {
    return buffer;
  }

  /** Index of the line's first byte. */
  @Override
  public int from() {
    return from;
  }

  /** Index after the line's last byte, its line end left out. */
  @Override
  public int to() {
    return to;
  }

  /** The line's number, from 1. */
  public long number() {
    return number;
  }

  /** Whether the line is longer than the limit; only its beginning is given. */
  @Override
  public boolean tooLong() {
    return tooLong;
  }

  /** Whether a line end follows: false only for a last line that may be cut off. */
  public boolean terminated() {
    return terminated;
  }

  /** Whether the stream broke off before its end; known after the last line. */
  @Override
  public boolean damaged() {
    return damaged;
  }

  /** The line's place, as {@code name:number}. */
  @Override
  public String position() {
    return name + ":" + number;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private boolean line(int end, int following, boolean isTerminated) {
    from = number == 0 ? afterMark(next, end) : next;
    to = end > next && buffer[end - 1] == '\r' ? end - 1 : end;
    to = Math.max(from, to);
    next = following;
    number++;
    terminated = isTerminated;
    return true;
  }

  private int afterMark(int begun, int end) {
    boolean isMarked =
        end - begun >= 3
            && buffer[begun] == (byte) 0xef
            && buffer[begun + 1] == (byte) 0xbb
            && buffer[begun + 2] == (byte) 0xbf;
    return isMarked ? begun + 3 : begun;
  }

  /** The buffer is full of one line: keep its beginning, leave out the rest. */
  private boolean overlongLine() throws IOException {
    tooLong = true;
    terminated = false;
    number++;
    byte[] rest = Arrays.copyOf(buffer, 1024);
    while (true) {
      filled = 0;
      fill();
      if (filled == 0 && atEnd) {
        next = 0;
        break;
      }
      int end = EightBytes.indexOf(NEWLINES, buffer, 0, filled);
      if (end >= 0) {
        terminated = true;
        next = end + 1;
        break;
      }
    }
    // The beginning is shown from the part of the buffer that has been used up already.
    int shown = Math.min(rest.length, next);
    System.arraycopy(rest, 0, buffer, 0, shown);
    from = 0;
    to = shown;
    return true;
  }

  private void fill() throws IOException {
    int read;
    try {
      read = stream.read(buffer, filled, buffer.length - filled);
    } catch (DamagedStreamException exception) {
      damaged = true;
      read = -1;
    }
    if (read < 0) {
      atEnd = true;
    } else {
      filled += read;
    }
  }
}
