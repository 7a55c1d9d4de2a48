package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Captures made by hand, block by block. */
final class CaptureBytes {

  static final long START = 1_795_308_870_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long nanos = START;

  /** A capture, read. */
  record Read(Collected seen, Intake intake) {}

  static CaptureBytes capture() {
    return new CaptureBytes().section();
  }

  CaptureBytes section() {
    return block(0x0A0D0D0A, packed().int32(0x1A2B3C4D).int16(1).int16(2).int64(-1));
  }

  CaptureBytes machine(String hostname) {
    byte[] name = Arrays.copyOf(hostname.getBytes(StandardCharsets.UTF_8), 128);
    return block(0x201, packed().int32(2).int64(1L << 34).int64(99_999).bytes(name).int64(0));
  }

  /** A process with one thread, in the newest list; {@code more} stands behind all known fields. */
  CaptureBytes process(
      long pid, long parent, String path, String arguments, String directory, String cgroup) {
    Packed entry =
        packed()
            .int64(pid)
            .int64(pid)
            .int64(parent)
            .int64(pid)
            .int64(pid)
            .string(path.substring(path.lastIndexOf('/') + 1))
            .string(path.substring(path.lastIndexOf('/') + 1))
            .string(path)
            .string(arguments)
            .string(directory)
            .int64(1024)
            .int32(0)
            .int32(0)
            .int32(0)
            .int32(0)
            .int32(0)
            .int32(0)
            .int64(0)
            .int64(0)
            .string("HOME=/\0")
            .int64(pid)
            .int64(pid)
            .string("cpu=" + cgroup + "\0")
            .string("/")
            .int64(7);
    return block(0x215, packed().int32(entry.length() + 4).bytes(entry.toBytes()));
  }

  /** The same in the oldest list. */
  CaptureBytes oldProcess(long pid, String executable) {
    return block(
        0x202,
        packed()
            .int64(pid)
            .int64(pid)
            .int64(1)
            .string(executable)
            .string(executable)
            .string("")
            .string("/srv")
            .int64(1024)
            .int32(0)
            .int32(0)
            .int32(0));
  }

  /** Descriptors of a process; each entry made by the likes of {@link #file}. */
  CaptureBytes descriptors(long tid, Packed... entries) {
    Packed list = packed().int64(tid);
    for (Packed entry : entries) {
      list.int32(entry.length() + 4).bytes(entry.toBytes());
    }
    return block(0x218, list);
  }

  static Packed file(long descriptor, String path) {
    return packed().int64(descriptor).int64(77).int8(16).int32(1).string(path).int32(5);
  }

  static Packed connection(long descriptor, byte[] local, int localPort, byte[] remote, int port) {
    return packed()
        .int64(descriptor)
        .int64(78)
        .int8(3)
        .bytes(local)
        .bytes(remote)
        .int16(localPort)
        .int16(port)
        .int8(1);
  }

  static Packed pipe(long descriptor, long inode) {
    return packed().int64(descriptor).int64(inode).int8(7).string("pipe:[" + inode + "]");
  }

  static Packed eventfd(long descriptor) {
    return packed().int64(descriptor).int64(3).int8(9).string("");
  }

  /** An event of the newer kind, a microsecond after the one before. */
  CaptureBytes event(long tid, int type, Packed... parameters) {
    nanos += 1_000;
    return eventAt(nanos, tid, type, parameters);
  }

  CaptureBytes eventAt(long time, long tid, int type, Packed... parameters) {
    return block(0x216, packed().int16(1).bytes(event(time, tid, type, true, 2, parameters)));
  }

  /** One with flags behind the processor. */
  CaptureBytes flagged(int flags, long tid, int type, Packed... parameters) {
    nanos += 1_000;
    return block(
        0x217, packed().int16(1).int32(flags).bytes(event(nanos, tid, type, true, 2, parameters)));
  }

  /** One whose lengths take four bytes. */
  CaptureBytes large(long tid, int type, Packed... parameters) {
    nanos += 1_000;
    return block(0x221, packed().int16(1).bytes(event(nanos, tid, type, true, 4, parameters)));
  }

  /** One of the older kind, which does not say how many parameters it has. */
  CaptureBytes old(long tid, int type, Packed... parameters) {
    nanos += 1_000;
    return block(0x204, packed().int16(1).bytes(event(nanos, tid, type, false, 2, parameters)));
  }

  CaptureBytes block(int type, Packed body) {
    while (body.length() % 4 != 0) {
      body.int8(0);
    }
    int length = body.length() + 12;
    write(packed().int32(type).int32(length).bytes(body.toBytes()).int32(length).toBytes());
    return this;
  }

  CaptureBytes raw(byte... raw) {
    write(raw);
    return this;
  }

  int length() {
    return bytes.size();
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }

  Read read() {
    return read(new ByteArrayInputStream(toBytes()));
  }

  static Read read(InputStream stream) {
    Collected seen = new Collected();
    try {
      return new Read(seen, read(stream, seen));
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  static Intake read(InputStream stream, Collected seen) throws IOException {
    ExchangeFiles files = new ExchangeFiles(1000);
    files.add(
        new ExchangeSource(
            new Container(0, "machine", "", null, null, null, 0, List.of()), "input", stream),
        ScapReader::open);
    return files.read(seen);
  }

  static Packed packed() {
    return new Packed();
  }

  static Packed number(long value) {
    return packed().int64(value);
  }

  static Packed number32(int value) {
    return packed().int32(value);
  }

  static Packed text(String text) {
    return packed().bytes((text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  static Packed bytes(int count) {
    return packed().bytes(new byte[count]);
  }

  static Packed tuple(byte[] source, int sourcePort, byte[] destination, int destinationPort) {
    return packed()
        .int8(source.length == 4 ? 2 : 10)
        .bytes(source)
        .int16(sourcePort)
        .bytes(destination)
        .int16(destinationPort);
  }

  static byte[] ip(int... parts) {
    byte[] ip = new byte[parts.length];
    for (int index = 0; index < parts.length; index++) {
      ip[index] = (byte) parts[index];
    }
    return ip;
  }

  private static byte[] event(
      long time, long tid, int type, boolean counted, int lengthSize, Packed... parameters) {
    Packed lengths = packed();
    Packed values = packed();
    for (Packed parameter : parameters) {
      if (lengthSize == 2) {
        lengths.int16(parameter.length());
      } else {
        lengths.int32(parameter.length());
      }
      values.bytes(parameter.toBytes());
    }
    int header = counted ? 26 : 22;
    Packed event =
        packed()
            .int64(time)
            .int64(tid)
            .int32(header + lengths.length() + values.length())
            .int16(type);
    if (counted) {
      event.int32(parameters.length);
    }
    return event.bytes(lengths.toBytes()).bytes(values.toBytes()).toBytes();
  }

  private void write(byte[] all) {
    bytes.write(all, 0, all.length);
  }

  /** Numbers in little-endian order, without gaps. */
  static final class Packed {

    private ByteBuffer buffer = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    Packed int8(int value) {
      need(1).put((byte) value);
      return this;
    }

    Packed int16(int value) {
      need(2).putShort((short) value);
      return this;
    }

    Packed int32(int value) {
      need(4).putInt(value);
      return this;
    }

    Packed int64(long value) {
      need(8).putLong(value);
      return this;
    }

    Packed bytes(byte[] value) {
      need(value.length).put(value);
      return this;
    }

    Packed string(String value) {
      byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
      return int16(utf8.length).bytes(utf8);
    }

    int length() {
      return buffer.position();
    }

    byte[] toBytes() {
      return Arrays.copyOf(buffer.array(), buffer.position());
    }

    private ByteBuffer need(int count) {
      if (buffer.remaining() < count) {
        ByteBuffer larger =
            ByteBuffer.allocate(2 * (buffer.capacity() + count)).order(ByteOrder.LITTLE_ENDIAN);
        larger.put(buffer.array(), 0, buffer.position());
        buffer = larger;
      }
      return buffer;
    }
  }
}
