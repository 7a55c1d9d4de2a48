package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/** Writes streams as the collector does, for tests. */
final class StreamBytes {

  static final byte[] NO_ADDRESS = {};

  /** Bytes of a block before its payload. */
  static final int HEAD = 16;

  private final ByteArrayOutputStream blocks = new ByteArrayOutputStream();
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

  /** Numbers, texts and byte strings of one record. */
  StreamBytes record(int type, Object... fields) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (Object field : fields) {
      switch (field) {
        case Integer number -> number(body, number);
        case Long number -> number(body, number);
        case String text -> bytes(body, text.getBytes(StandardCharsets.UTF_8));
        case byte[] bytes -> bytes(body, bytes);
        default -> throw new IllegalArgumentException("field: " + field);
      }
    }
    number(payload, type);
    number(payload, body.size());
    payload.writeBytes(body.toByteArray());
    return this;
  }

  StreamBytes start() {
    return record(1, 1000, 1_795_000_000_000L, 2, "node-a", "6.18");
  }

  StreamBytes interval(long millis) {
    return record(6, millis);
  }

  /** A container's first image, number 1, in control group 1 and namespace 7. */
  StreamBytes image() {
    return record(2, 1, 99, "/docker/" + "ab".repeat(32))
        .record(3, 7, 1, address(10, 0, 0, 5))
        .record(4, 1, 0, 1, 7, 100, 1, 8, 0, 1_795_000_000_001L, "/bin/server", "server\0-v\0");
  }

  StreamBytes object(int number, int kind, Object... fields) {
    Object[] all = new Object[fields.length + 2];
    all[0] = number;
    all[1] = kind;
    System.arraycopy(fields, 0, all, 2, fields.length);
    return record(5, all);
  }

  StreamBytes count(int image, int object, int operation, long calls, long bytes, long errors) {
    return record(7, image, object, operation, calls, bytes, errors);
  }

  StreamBytes end() {
    return record(11, 0, 0, 0);
  }

  /** Ends the block. */
  StreamBytes block() {
    byte[] bytes = payload.toByteArray();
    payload.reset();
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
    head.put(StreamBlocks.MAGIC)
        .putInt(StreamBlocks.VERSION)
        .putInt(bytes.length)
        .putInt((int) sum.getValue());
    blocks.writeBytes(head.array());
    blocks.writeBytes(bytes);
    return this;
  }

  byte[] bytes() {
    if (payload.size() > 0) {
      block();
    }
    return blocks.toByteArray();
  }

  static byte[] address(int... ipv4) {
    byte[] mapped = new byte[16];
    mapped[10] = mapped[11] = (byte) 0xff;
    for (int index = 0; index < 4; index++) {
      mapped[12 + index] = (byte) ipv4[index];
    }
    return mapped;
  }

  static Intake read(InputStream stream, Collected sink, ExchangeReader.Opener opener)
      throws IOException {
    Container host = new Container(0, "host", "", null, null, null, 0, List.of());
    ExchangeFiles files = new ExchangeFiles(1000);
    files.add(new ExchangeSource(host, "input", stream), opener);
    return files.read(sink);
  }

  private static void bytes(ByteArrayOutputStream to, byte[] bytes) {
    number(to, bytes.length);
    to.writeBytes(bytes);
  }

  private static void number(ByteArrayOutputStream to, long value) {
    long rest = value;
    while (rest < 0 || rest >= 0x80) {
      to.write((int) (rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    to.write((int) rest);
  }
}
