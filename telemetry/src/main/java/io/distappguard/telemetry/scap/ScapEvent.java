package io.distappguard.telemetry.scap;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An event where it stands in the buffer:
 *
 * <pre>
 *   u16 processor, [u32 flags],
 *   u64 nanoseconds, u64 thread, u32 length, u16 type, [u32 count],
 *   count lengths of u16 or u32, count parameters
 * </pre>
 *
 * The length counts from the time on. Versions without a count leave it to be found from the
 * lengths. One instance goes over all events; nothing is allocated.
 */
final class ScapEvent {

  static final String TOO_SHORT = "event shorter than its header";
  static final String TOO_LONG = "event longer than its block";
  static final String BAD_PARAMETERS = "parameters longer than their event";
  static final String UNCOUNTABLE = "parameters that cannot be counted";

  /** For state only: sysdig does not show it. */
  static final int STATE_ONLY = 1;

  private static final int HEADER = 22;
  private static final int COUNTED_HEADER = 26;

  byte[] bytes = new byte[0];
  long nanos;
  long thread;
  int number;
  int flags;

  /** How many parameters there are. */
  int count;

  int lengthsFrom;
  int lengthSize;
  int to;

  /**
   * Takes an event's fixed part.
   *
   * @return null where it holds together, else what does not
   */
  @Nullable String take(int blockType, byte[] buffer, int from, int end) {
    int at = from + 2;
    if (BlockType.hasFlags(blockType)) {
      at += 4;
    }
    boolean counted = BlockType.isCounted(blockType);
    int header = counted ? COUNTED_HEADER : HEADER;
    if (end - at < header) {
      return TOO_SHORT;
    }
    flags = BlockType.hasFlags(blockType) ? LittleEndian.int32(buffer, from + 2) : 0;
    bytes = buffer;
    nanos = LittleEndian.int64(buffer, at);
    thread = LittleEndian.int64(buffer, at + 8);
    int length = LittleEndian.int32(buffer, at + 16);
    number = LittleEndian.unsigned16(buffer, at + 20);
    lengthsFrom = at + header;
    lengthSize = BlockType.isLarge(blockType) ? 4 : 2;
    to = at + length;
    if (length < header || length > end - at) {
      return length < header ? TOO_SHORT : TOO_LONG;
    }
    if (!counted) {
      return count();
    }
    count = LittleEndian.int32(buffer, at + 22);
    return fits() ? null : BAD_PARAMETERS;
  }

  /** The parameters of an event that was kept aside. */
  void keep(int type, byte[] buffer, int parameterCount, int sizeOfLength, int end) {
    number = type;
    bytes = buffer;
    count = parameterCount;
    lengthsFrom = 0;
    lengthSize = sizeOfLength;
    to = end;
  }

  /** Where a parameter begins. */
  int from(int index) {
    int at = lengthsFrom + count * lengthSize;
    for (int before = 0; before < index; before++) {
      at += length(before);
    }
    return at;
  }

  int length(int index) {
    return lengthSize == 2
        ? LittleEndian.unsigned16(bytes, lengthsFrom + 2 * index)
        : LittleEndian.int32(bytes, lengthsFrom + 4 * index);
  }

  boolean has(int index) {
    return index >= 0 && index < count && length(index) > 0;
  }

  /** The first parameter as eight bytes: the result of most calls. */
  long first() {
    return count > 0 && length(0) == 8
        ? LittleEndian.int64(bytes, lengthsFrom + count * lengthSize)
        : number(0, 0);
  }

  /** A number, signed, of one, two, four or eight bytes. */
  long number(int index, long otherwise) {
    if (index < 0 || index >= count) {
      return otherwise;
    }
    int at = from(index);
    return switch (length(index)) {
      case 8 -> LittleEndian.int64(bytes, at);
      case 4 -> LittleEndian.int32(bytes, at);
      case 2 -> (short) LittleEndian.unsigned16(bytes, at);
      case 1 -> bytes[at];
      default -> otherwise;
    };
  }

  /** A text, without the zero that ends it; empty where there is none. */
  String text(int index) {
    return has(index) ? text(from(index), length(index)) : "";
  }

  String text(int at, int length) {
    int end = at + length;
    while (end > at && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, at, end - at, StandardCharsets.UTF_8);
  }

  /** Goes from the most parameters the type may have down to those whose lengths add up. */
  private @Nullable String count() {
    EventType type = EventTypes.of(number);
    if (type == null) {
      count = 0;
      return null;
    }
    for (count = type.parameters.length; count >= 0; count--) {
      int data = lengthsFrom + 2 * count;
      if (data <= to) {
        long end = data;
        for (int index = 0; index < count; index++) {
          end += length(index);
        }
        if (end == to) {
          return null;
        }
      }
    }
    count = 0;
    return UNCOUNTABLE;
  }

  private boolean fits() {
    long data = lengthsFrom + (long) (count & 0xffffffffL) * lengthSize;
    if (count < 0 || data > to) {
      return false;
    }
    for (int index = 0; index < count; index++) {
      int length = length(index);
      data += length;
      if (length < 0 || data > to) {
        return false;
      }
    }
    return true;
  }
}
