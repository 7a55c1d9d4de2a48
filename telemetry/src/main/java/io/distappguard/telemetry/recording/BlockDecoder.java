package io.distappguard.telemetry.recording;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Decodes the fields of one block that is in memory (Avro 1.12, "Binary encoding"). Unlike Avro's
 * own decoder it believes no length and no count that stands in the data: what does not fit into
 * the rest of the block is an error before anything is allocated for it. Not thread-safe.
 */
final class BlockDecoder extends Decoder {

  /** Nothing that is named is longer; what a process chooses is cut far below. */
  static final int LONGEST_TEXT = 1 << 20;

  /** Items of all arrays and maps of one record: even without bytes they take time and memory. */
  static final int MOST_ITEMS = 1 << 16;

  private static final int LONGEST_VARINT = 10;

  private byte[] bytes = new byte[0];
  private int at;
  private int end;
  private int items;

  /** Starts anew over these bytes. */
  void decode(byte[] block, int from, int length) {
    bytes = block;
    at = from;
    end = from + length;
    items = 0;
  }

  /** A new record begins here. */
  void beginRecord() {
    items = 0;
  }

  /** Bytes not yet decoded. */
  int remaining() {
    return end - at;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return bytes[take(1)] == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new IOException("number out of range: " + value);
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long value = 0;
    for (int index = 0; index < LONGEST_VARINT; index++) {
      if (at == end) {
        throw endsEarly();
      }
      byte next = bytes[at++];
      value |= (next & 0x7fL) << 7 * index;
      if (next >= 0) {
        return value >>> 1 ^ -(value & 1);
      }
    }
    throw new IOException("number of more than " + LONGEST_VARINT + " bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return ByteBuffer.wrap(bytes, take(4), 4).order(java.nio.ByteOrder.LITTLE_ENDIAN).getFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return ByteBuffer.wrap(bytes, take(8), 8).order(java.nio.ByteOrder.LITTLE_ENDIAN).getDouble();
  }

  @Override
  public String readString() throws IOException {
    int length = length(LONGEST_TEXT);
    return new String(bytes, take(length), length, StandardCharsets.UTF_8);
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    int length = length(LONGEST_TEXT);
    return ByteBuffer.wrap(bytes, take(length), length).slice();
  }

  @Override
  public void skipBytes() throws IOException {
    take(length(Integer.MAX_VALUE));
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    System.arraycopy(bytes, take(length), target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    take(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return itemCount();
  }

  @Override
  public long arrayNext() throws IOException {
    return itemCount();
  }

  @Override
  public long skipArray() throws IOException {
    return itemCount();
  }

  @Override
  public long readMapStart() throws IOException {
    return itemCount();
  }

  @Override
  public long mapNext() throws IOException {
    return itemCount();
  }

  @Override
  public long skipMap() throws IOException {
    return itemCount();
  }

  /** Items of an array's or map's next part; a negative count has the part's size behind it. */
  private long itemCount() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    if (count < 0 || count > MOST_ITEMS - items) {
      throw new IOException("more than " + MOST_ITEMS + " items in a record");
    }
    items += (int) count;
    return count;
  }

  private int length(int most) throws IOException {
    long length = readLong();
    if (length < 0 || length > most || length > remaining()) {
      throw new IOException(
          "length: " + length + " (expected: 0 to " + Math.min(most, remaining()) + ")");
    }
    return (int) length;
  }

  /** Goes on by a number of bytes, and says where they begin. */
  private int take(int count) throws IOException {
    if (count > end - at) {
      throw endsEarly();
    }
    int from = at;
    at += count;
    return from;
  }

  private static EOFException endsEarly() {
    return new EOFException("a record goes on behind its block");
  }
}
