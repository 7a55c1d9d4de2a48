package io.distappguard.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A capture in the newer format, each call entered and left. */
final class GeneratedCapture {

  private static final int SECTION = 0x0A0D0D0A;
  private static final int EVENT = 0x216;
  private static final int EVENT_HEADER = 26;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final ByteBuffer block = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);

  GeneratedCapture() {
    begin(SECTION);
    block.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 2).putLong(-1);
    end();
  }

  /**
   * A call that moves bytes through a descriptor, or waits.
   *
   * @param type of the event of entering
   * @param descriptor -1 where the call has none
   */
  void call(long nanos, int thread, int type, int descriptor, int moved) {
    boolean waits = descriptor < 0;
    event(nanos, thread, type, waits ? new int[] {8} : new int[] {8, 4});
    block.putLong(descriptor);
    if (!waits) {
      block.putInt(4096);
    }
    end();
    event(nanos + 1_000, thread, type + 1, waits ? new int[] {8} : new int[] {8, moved});
    block.putLong(waits ? 1 : moved);
    if (!waits) {
      block.put(new byte[moved]);
    }
    end();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  private void event(long nanos, int thread, int type, int[] lengths) {
    int sum = 0;
    for (int length : lengths) {
      sum += length;
    }
    begin(EVENT);
    block
        .putShort((short) (thread % 4))
        .putLong(nanos)
        .putLong(thread)
        .putInt(EVENT_HEADER + 2 * lengths.length + sum)
        .putShort((short) type)
        .putInt(lengths.length);
    for (int length : lengths) {
      block.putShort((short) length);
    }
  }

  private void begin(int type) {
    block.clear().putInt(type).putInt(0);
  }

  /** Fills up to four bytes and puts the length before and behind. */
  private void end() {
    while (block.position() % 4 != 0) {
      block.put((byte) 0);
    }
    int length = block.position() + 4;
    block.putInt(4, length).putInt(length);
    bytes.write(block.array(), 0, length);
  }
}
