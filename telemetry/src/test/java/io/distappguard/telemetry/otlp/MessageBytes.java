package io.distappguard.telemetry.otlp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.function.Consumer;

/** Writes protobuf, for tests. */
final class MessageBytes {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  static byte[] message(Consumer<MessageBytes> fields) {
    MessageBytes message = new MessageBytes();
    fields.accept(message);
    return message.bytes.toByteArray();
  }

  /** A message behind its length. */
  static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(4 + message.length).putInt(message.length).put(message).array();
  }

  MessageBytes varint(int field, long value) {
    number((long) field << 3);
    number(value);
    return this;
  }

  MessageBytes fixed64(int field, long value) {
    number((long) field << 3 | 1);
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  MessageBytes bytes(int field, byte[] value) {
    number((long) field << 3 | 2);
    number(value.length);
    bytes.writeBytes(value);
    return this;
  }

  MessageBytes hex(int field, String hex) {
    return bytes(field, HexFormat.of().parseHex(hex));
  }

  MessageBytes text(int field, String text) {
    return bytes(field, text.getBytes(StandardCharsets.UTF_8));
  }

  MessageBytes message(int field, Consumer<MessageBytes> fields) {
    return bytes(field, message(fields));
  }

  MessageBytes attribute(int field, String key, String value) {
    return message(field, pair -> pair.text(1, key).message(2, any -> any.text(1, value)));
  }

  MessageBytes attribute(int field, String key, long value) {
    return message(field, pair -> pair.text(1, key).message(2, any -> any.varint(3, value)));
  }

  private void number(long value) {
    long left = value;
    while ((left & ~0x7FL) != 0) {
      bytes.write((int) (left & 0x7F | 0x80));
      left >>>= 7;
    }
    bytes.write((int) left);
  }
}
