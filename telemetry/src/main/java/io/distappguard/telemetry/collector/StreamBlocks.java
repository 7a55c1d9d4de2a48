package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.DamagedStreamException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Takes a stream apart into the payloads of its blocks:
 *
 * <pre>
 *   0      4         5      8        12      16        16 + length
 *   | DAGC | version | zero | length | CRC32 | payload |
 * </pre>
 *
 * What is no whole block with the right sum is refused, and the next block is looked for, byte by
 * byte. Memory is that of the largest block allowed. Not thread-safe.
 */
final class StreamBlocks {

  static final String NO_BLOCK = "bytes that are no block";
  static final String DAMAGED = "damaged block";
  static final String CUT_SHORT = "stream cut short";
  static final String NEWER = "block of a newer version";

  static final byte[] MAGIC = {'D', 'A', 'G', 'C'};

  /** The newest; what an older one lacks is not known of its records. */
  static final int VERSION = 2;

  static final int HEAD = 16;

  /** The collector's blocks are a quarter of this at most. */
  static final int LONGEST = 1 << 20;

  private final InputStream stream;
  private final String name;
  private final Intake intake;
  private final CRC32 sum = new CRC32();
  private byte[] buffer = new byte[1 << 17];
  private int from;
  private int to;
  private long bufferOffset;
  private boolean ended;
  private boolean lost;
  private long refused;

  StreamBlocks(InputStream stream, String name, Intake intake) {
    this.stream = stream;
    this.name = name;
    this.intake = intake;
  }

  private int payloadFrom;
  private int payloadTo;

  byte[] bytes() {
    return buffer;
  }

  int payloadFrom() {
    return payloadFrom;
  }

  int payloadTo() {
    return payloadTo;
  }

  /** Place of an index of {@link #bytes}: the input's name and how many bytes come before. */
  String position(int index) {
    return name + ":" + (bufferOffset + index);
  }

  /** Blocks and stretches between blocks refused so far. */
  long refused() {
    return refused;
  }

  /** Goes to the next sound block; false at the end. */
  boolean next() throws IOException {
    while (fill(HEAD)) {
      if (!Arrays.equals(buffer, from, from + 4, MAGIC, 0, 4)) {
        skip(NO_BLOCK, 1);
        continue;
      }
      int length = little(from + 8);
      if (length < 0 || length > LONGEST) {
        skip(DAMAGED, 4);
        continue;
      }
      if (!fill(HEAD + length)) {
        // the length may be what is damaged: perhaps another block follows
        skip(CUT_SHORT, 4);
        continue;
      }
      sum.reset();
      sum.update(buffer, from + HEAD, length);
      if ((int) sum.getValue() != little(from + 12)) {
        skip(DAMAGED, 4);
        continue;
      }
      lost = false;
      int version = buffer[from + 4];
      payloadFrom = from + HEAD;
      payloadTo = payloadFrom + length;
      if (version < 1 || version > VERSION) {
        reject(NEWER, from);
        from = payloadTo;
        continue;
      }
      from = payloadTo;
      return true;
    }
    if (from < to) {
      skip(CUT_SHORT, to - from);
    }
    return false;
  }

  /** Passes over bytes that belong to no block; a stretch of them is refused once. */
  private void skip(String reason, int bytes) {
    if (!lost) {
      lost = true;
      reject(reason, from);
    }
    from += bytes;
    byte first = MAGIC[0];
    while (from < to && buffer[from] != first) {
      from++;
    }
  }

  private void reject(String reason, int index) {
    refused++;
    intake.reject(reason, intake.rejections().knows(reason) ? "" : position(index));
  }

  /** Whether this many bytes are there from {@link #from} on. */
  private boolean fill(int bytes) throws IOException {
    if (to - from >= bytes) {
      return true;
    }
    System.arraycopy(buffer, from, buffer, 0, to - from);
    bufferOffset += from;
    to -= from;
    from = 0;
    while (to < bytes && !ended) {
      if (to == buffer.length) {
        // grown by what came, not by what was promised
        buffer = Arrays.copyOf(buffer, Math.min(buffer.length * 2, LONGEST + HEAD));
      }
      try {
        int read = stream.read(buffer, to, buffer.length - to);
        ended = read < 0;
        to += Math.max(0, read);
      } catch (DamagedStreamException exception) {
        ended = true;
        reject("compressed data damaged", to);
      }
    }
    return to >= bytes;
  }

  private int little(int at) {
    return buffer[at] & 0xff
        | (buffer[at + 1] & 0xff) << 8
        | (buffer[at + 2] & 0xff) << 16
        | (buffer[at + 3] & 0xff) << 24;
  }
}
