package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.line.DamagedStreamException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Splits a capture into its blocks without copying them:
 *
 * <pre>
 *   0        4        8                      length-4    length
 *   | type   | length | body                    | length |
 * </pre>
 *
 * A block's body is a range of {@link #buffer()}, valid until the next {@link #next()}. Where what
 * stands there is no block, that is told once, and the next place that looks like one is searched
 * for. Memory grows only with bytes that are really there, and not beyond the longest block that is
 * believed. Not thread-safe.
 */
final class ScapBlocks implements Closeable {

  /** What {@link #next()} came upon. */
  enum Found {
    BLOCK,
    PROBLEM,
    END
  }

  static final String TRUNCATED = "block cut off";
  static final String BAD_LENGTH = "block of impossible length";
  static final String BAD_TRAILER = "block with two lengths";
  static final String DAMAGED = "compressed data damaged";

  private static final int HEADER = 8;
  private static final int TRAILER = 4;
  private static final int SHORTEST = HEADER + TRAILER;

  /** The process list of a large host is one block of some kilobytes a thread. */
  private static final int LONGEST = 64 << 20;

  /** Longest block that is believed while searching. */
  private static final int LONGEST_FOUND = 1 << 20;

  /** How many events are asked whether they bear out a time. */
  private static final int FEW = 3;

  private final InputStream stream;
  private byte[] buffer = new byte[1 << 18];
  private int from;
  private int filled;
  private long bufferOffset;
  private boolean atEnd;
  private boolean damaged;
  private boolean searching;

  private int type;
  private int bodyFrom;
  private int bodyTo;
  private long offset;
  private String problem = "";

  ScapBlocks(InputStream stream) {
    this.stream = stream;
  }

  Found next() throws IOException {
    if (searching) {
      search();
    }
    offset = bufferOffset + from;
    if (!has(HEADER)) {
      return end();
    }
    int found = LittleEndian.int32(buffer, from);
    int length = LittleEndian.int32(buffer, from + 4);
    if (length < SHORTEST || length > LONGEST) {
      return problem(BAD_LENGTH);
    }
    if (!has(length)) {
      return problem(TRUNCATED);
    }
    int end = from + length;
    if (LittleEndian.int32(buffer, end - TRAILER) != length) {
      return problem(BAD_TRAILER);
    }
    type = found;
    bodyFrom = from + HEADER;
    bodyTo = end - TRAILER;
    from = end;
    return Found.BLOCK;
  }

  /**
   * Whether one of the next few events, as far as they are in memory, is not earlier than this;
   * also where there are none.
   */
  boolean areFollowedBy(long nanos) {
    int seen = 0;
    int at = from;
    while (seen < FEW && filled - at >= SHORTEST) {
      int length = LittleEndian.int32(buffer, at + 4);
      if (length < SHORTEST || length > filled - at) {
        break;
      }
      int number = LittleEndian.int32(buffer, at);
      int event = at + HEADER + (BlockType.hasFlags(number) ? 6 : 2);
      if (BlockType.of(number) == BlockType.EVENT && event + 22 <= at + length) {
        EventType known = EventTypes.of(LittleEndian.unsigned16(buffer, event + 20));
        if (known != null && !known.hidden) {
          if (LittleEndian.int64(buffer, event) >= nanos) {
            return true;
          }
          seen++;
        }
      }
      at += length;
    }
    return seen == 0;
  }

  /** Type of the block. */
  int type() {
    return type;
  }

  byte[] buffer() {
    return buffer;
  }

  int bodyFrom() {
    return bodyFrom;
  }

  int bodyTo() {
    return bodyTo;
  }

  /** Where in the plain stream the block, or what should be one, begins. */
  long offset() {
    return offset;
  }

  /** What is wrong there. */
  String problem() {
    return problem;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  private Found end() {
    if (damaged) {
      damaged = false;
      from = filled;
      problem = DAMAGED;
      return Found.PROBLEM;
    }
    if (from < filled) {
      return problem(TRUNCATED);
    }
    return Found.END;
  }

  private Found problem(String what) {
    boolean isDamage = damaged && what.equals(TRUNCATED);
    problem = isDamage ? DAMAGED : what;
    damaged = damaged && !isDamage;
    searching = true;
    from = Math.min(filled, from + 1);
    return Found.PROBLEM;
  }

  /** Moves to the next place where a block of a known type stands whole. */
  private void search() throws IOException {
    searching = false;
    if (buffer.length < 4 * LONGEST_FOUND) {
      buffer = Arrays.copyOf(buffer, 4 * LONGEST_FOUND);
    }
    for (; has(SHORTEST); from++) {
      // all types are 0x2__ but the section's, whose bytes are 0a 0d 0d 0a
      if (buffer[from + 1] != 2 && buffer[from + 1] != 0x0d) {
        continue;
      }
      int candidate = LittleEndian.int32(buffer, from);
      int length = LittleEndian.int32(buffer, from + 4);
      if (BlockType.of(candidate) != BlockType.UNKNOWN
          && length >= SHORTEST
          && length <= LONGEST_FOUND
          && has(length)
          && LittleEndian.int32(buffer, from + length - TRAILER) == length) {
        return;
      }
    }
    from = filled;
  }

  /** Whether so many bytes stand from {@link #from} on; reads on if need be. */
  private boolean has(int count) throws IOException {
    return filled - from >= count || fill(count);
  }

  private boolean fill(int count) throws IOException {
    if (!atEnd && from > 0) {
      System.arraycopy(buffer, from, buffer, 0, filled - from);
      bufferOffset += from;
      filled -= from;
      from = 0;
    }
    // as much as there is room for, so that what is left is moved to the front but seldom
    while (!atEnd && filled < Math.max(count, buffer.length)) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, (int) Math.min(LONGEST, buffer.length * 2L));
      }
      int read = read();
      if (read < 0) {
        atEnd = true;
      } else {
        filled += read;
      }
    }
    return filled - from >= count;
  }

  private int read() throws IOException {
    try {
      return stream.read(buffer, filled, buffer.length - filled);
    } catch (DamagedStreamException exception) {
      damaged = true;
      return -1;
    }
  }
}
