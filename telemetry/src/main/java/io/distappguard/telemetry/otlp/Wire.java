package io.distappguard.telemetry.otlp;

/**
 * Steps through a protobuf message in place: nothing is copied, nothing allocated (Protocol Buffers
 * documentation, Encoding).
 *
 * <pre>
 * field  = tag value
 * tag    = varint: field number &lt;&lt; 3 | wire type
 * value  = type 0: varint | 1: 8 bytes | 2: varint length, bytes | 5: 4 bytes, little-endian
 * </pre>
 *
 * Groups (types 3 and 4) went out of use before OTLP came; they count as damage. Not thread-safe.
 */
final class Wire {

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int LENGTH = 2;
  static final int FIXED32 = 5;

  private byte[] bytes = {};
  private int at;
  private int end;
  private boolean cutOff;

  /**
   * Begins with a message.
   *
   * @param cutOff whether its end is missing: {@link #enterWhatIsThere} then goes into what is left
   */
  void over(byte[] bytes, int from, int to, boolean cutOff) {
    this.bytes = bytes;
    this.at = from;
    this.end = to;
    this.cutOff = cutOff;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the next field begins. */
  int at() {
    return at;
  }

  /** Whether the message goes on. */
  boolean more() {
    return at < end;
  }

  int tag() throws DamagedMessageException {
    long tag = varint();
    if (tag <= 0 || tag > 0xFFFF_FFFFL || tag >>> 3 == 0) {
      throw new DamagedMessageException("field number out of range");
    }
    return (int) tag;
  }

  long varint() throws DamagedMessageException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (at == end) {
        throw new DamagedMessageException("number cut off");
      }
      byte next = bytes[at++];
      value |= (next & 0x7FL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new DamagedMessageException("number of more than ten bytes");
  }

  long fixed64() throws DamagedMessageException {
    if (end - at < 8) {
      throw new DamagedMessageException("number cut off");
    }
    long value = 0;
    for (int index = 7; index >= 0; index--) {
      value = value << 8 | bytes[at + index] & 0xFF;
    }
    at += 8;
    return value;
  }

  /**
   * Goes into a message, text or bytes, which then reaches to where {@link #more} is false.
   *
   * @return what {@link #leave} takes
   */
  int enter() throws DamagedMessageException {
    long length = varint();
    if (length < 0 || length > end - at) {
      throw new DamagedMessageException("length beyond the message");
    }
    int outer = end;
    end = at + (int) length;
    return outer;
  }

  /** Like {@link #enter}, and into the beginning of a message that is cut off. */
  int enterWhatIsThere() throws DamagedMessageException {
    if (!cutOff) {
      return enter();
    }
    long length = varint();
    int outer = end;
    end = length < 0 ? at : at + (int) Math.min(length, end - at);
    return outer;
  }

  /** Goes out again, behind what was entered, however much of it was read. */
  void leave(int outer) {
    at = end;
    end = outer;
  }

  /** Goes to a place within the message, from where it reaches to an end. */
  void resume(int from, int to) {
    at = from;
    end = to;
  }

  /** End of what was entered. */
  int end() {
    return end;
  }

  void skip(int tag) throws DamagedMessageException {
    switch (tag & 7) {
      case VARINT -> varint();
      case FIXED64 -> forward(8);
      case LENGTH -> leave(enter());
      case FIXED32 -> forward(4);
      default -> throw new DamagedMessageException("wire type " + (tag & 7));
    }
  }

  private void forward(int count) throws DamagedMessageException {
    if (end - at < count) {
      throw new DamagedMessageException("number cut off");
    }
    at += count;
  }
}
