package io.distappguard.telemetry.otlp;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.line.DamagedStreamException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Reads OTLP protobuf: one {@code TracesData} or {@code ExportTraceServiceRequest}, or a stream of
 * them as the OpenTelemetry collector's file exporter writes it, each behind its length in four
 * bytes, big-endian. Which of the two the first byte tells: a message begins with 0x0A (field 1), a
 * length of at most 64 MiB, OTLP's limit, with 0 to 4. A message behind its length may be
 * compressed with zstd, and may then be JSON: the exporter frames whatever it compresses.
 *
 * <p>An event is a span; what lies between and cannot be understood is one event refused. After a
 * message that is damaged within, reading goes on with the next; of one that is cut off its whole
 * spans are kept. Positions are bytes of the plain stream. Memory: the largest message. Not
 * thread-safe.
 */
public final class OtlpProtobufReader implements CallReader {

  static final String TOO_LONG = "declared length over 64 MiB";
  static final String TOO_LONG_INFLATED = "message of more than 64 MiB when decompressed";
  static final String NOT_OTLP = "not OTLP protobuf";
  static final String DAMAGED = "compressed data damaged";

  private static final int LONGEST_MESSAGE = 64 << 20;
  private static final int PEEKED = 64 * 1024;
  private static final int RESOURCE_SPANS = 1 << 3 | Wire.LENGTH;

  private final InputStream stream;
  private final String name;
  private final Intake intake = new Intake();
  private final SpanMessages messages = new SpanMessages();
  private final CompressedMessage compressed = new CompressedMessage();
  private byte[] buffer = new byte[PEEKED];
  private long position;
  private long portion;
  private Framing framing = Framing.UNKNOWN;

  private enum Framing {
    UNKNOWN,
    LENGTHS,
    ONE_MESSAGE
  }

  /**
   * @param stream plain; closed by {@link #close}
   * @param name how positions name it
   */
  public OtlpProtobufReader(InputStream stream, String name) {
    this.stream = new BufferedInputStream(stream, PEEKED);
    this.name = name;
  }

  /** Whether bytes look like the beginning of such a stream. */
  public static boolean recognises(byte[] beginning) {
    if (beginning.length < 4) {
      return false;
    }
    if (beginning[0] == RESOURCE_SPANS) {
      return isRequest(beginning, 0, beginning.length);
    }
    int length = bigEndian(beginning, 0);
    if (length <= 0 || length > LONGEST_MESSAGE) {
      return false;
    }
    int end = (int) Math.min(beginning.length, 4L + length);
    return CompressedMessage.is(beginning, 4, end)
        ? isCompressedRequest(beginning, end, end < 4L + length)
        : isRequest(beginning, 4, end);
  }

  private static boolean isCompressedRequest(byte[] beginning, int end, boolean goesOn) {
    CompressedMessage message = new CompressedMessage();
    // Damage, or more than is looked at, does not matter here.
    message.inflate(beginning, 4, end, PEEKED);
    byte[] plain = Arrays.copyOf(message.plain(), message.length());
    // Of a large message the first block may not be there as a whole.
    return plain.length == 0
        ? goesOn
        : isRequest(plain, 0, plain.length) || OtlpReader.recognises(new Beginning(plain));
  }

  @Override
  public Intake intake() {
    return intake;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  @Override
  public boolean next(CallSink sink) throws IOException {
    try {
      if (framing == Framing.UNKNOWN) {
        stream.mark(1);
        int first = stream.read();
        stream.reset();
        framing = first == RESOURCE_SPANS ? Framing.ONE_MESSAGE : Framing.LENGTHS;
      }
      portion = position;
      return framing == Framing.LENGTHS ? nextMessage(sink) : nextResource(sink);
    } catch (DamagedStreamException exception) {
      intake.reject(DAMAGED, at(position));
      return false;
    }
  }

  private boolean nextMessage(CallSink sink) throws IOException {
    int read = fill(4);
    if (read < 4) {
      if (read > 0) {
        intake.reject(SpanMessages.CUT_OFF, at(portion));
      }
      return false;
    }
    int length = bigEndian(buffer, 0);
    if (length < 0 || length > LONGEST_MESSAGE) {
      intake.reject(TOO_LONG, at(portion));
      skip(length & 0xFFFF_FFFFL);
      return true;
    }
    read = fill(length);
    if (CompressedMessage.is(buffer, 0, read)) {
      compressedMessage(read, read < length, sink);
    } else {
      messages.tracesData(buffer, 0, read, read < length, sink, intake, () -> at(portion));
    }
    return read == length;
  }

  private void compressedMessage(int read, boolean cutOff, CallSink sink) throws IOException {
    String problem = compressed.inflate(buffer, 0, read, LONGEST_MESSAGE);
    if (problem != null && !cutOff) {
      intake.reject(problem, at(portion));
      return;
    }
    byte[] plain = compressed.plain();
    int length = compressed.length();
    if (length > 0 && (plain[0] == '{' || plain[0] == '[')) {
      json(plain, length, sink);
    } else {
      messages.tracesData(plain, 0, length, cutOff, sink, intake, () -> at(portion));
    }
  }

  private void json(byte[] plain, int length, CallSink sink) throws IOException {
    OtlpReader reader = new OtlpReader(new ByteArrayInputStream(plain, 0, length), name);
    intake.addAll(reader.read(sink), at(portion));
  }

  /** One message may be large: it is read by its resources. */
  private boolean nextResource(CallSink sink) throws IOException {
    long tag = varint();
    if (tag < 0) {
      return false;
    }
    int type = (int) tag & 7;
    if (tag != RESOURCE_SPANS && type != Wire.LENGTH) {
      if (type == Wire.VARINT) {
        return varint() >= 0;
      }
      if (type == Wire.FIXED64 || type == Wire.FIXED32) {
        skip(type == Wire.FIXED64 ? 8 : 4);
        return true;
      }
      intake.reject(NOT_OTLP, at(portion));
      return false;
    }
    long length = varint();
    if (length < 0) {
      return false;
    }
    if (tag != RESOURCE_SPANS) {
      skip(length);
      return true;
    }
    if (length > LONGEST_MESSAGE) {
      intake.reject(TOO_LONG, at(portion));
      skip(length);
      return true;
    }
    int read = fill((int) length);
    messages.resourceSpans(buffer, 0, read, read < length, sink, intake, () -> at(portion));
    return read == length;
  }

  /** A number from the stream; -1 at its end, and where it is no number, which is counted. */
  private long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < 63; shift += 7) {
      int next = stream.read();
      if (next < 0) {
        if (position > portion) {
          intake.reject(SpanMessages.CUT_OFF, at(portion));
        }
        return -1;
      }
      position++;
      value |= (next & 0x7FL) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    intake.reject(NOT_OTLP, at(portion));
    return -1;
  }

  /** Reads bytes into the buffer, which grows as they come and not by what a length declares. */
  private int fill(int count) throws IOException {
    int filled = 0;
    while (filled < count) {
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, (int) Math.min(LONGEST_MESSAGE, buffer.length * 2L));
      }
      int read = stream.read(buffer, filled, Math.min(count, buffer.length) - filled);
      if (read < 0) {
        break;
      }
      filled += read;
      position += read;
    }
    return filled;
  }

  private void skip(long count) throws IOException {
    long left = count;
    while (left > 0) {
      int read = stream.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (read < 0) {
        return;
      }
      left -= read;
      position += read;
    }
  }

  private String at(long offset) {
    return name + ":byte " + offset;
  }

  private static int bigEndian(byte[] bytes, int from) {
    return bytes[from] << 24
        | (bytes[from + 1] & 0xFF) << 16
        | (bytes[from + 2] & 0xFF) << 8
        | bytes[from + 3] & 0xFF;
  }

  /** Looks three messages deep, so that text that begins with a line end is told apart. */
  private static boolean isRequest(byte[] bytes, int from, int to) {
    Wire wire = new Wire();
    wire.over(bytes, from, to, true);
    try {
      if (wire.tag() != RESOURCE_SPANS) {
        return false;
      }
      wire.enterWhatIsThere();
      int inResource = wire.tag();
      if (inResource != (1 << 3 | Wire.LENGTH) && inResource != (2 << 3 | Wire.LENGTH)) {
        return false;
      }
      wire.enterWhatIsThere();
      if (!wire.more()) {
        return true;
      }
      int tag = wire.tag();
      if (tag >>> 3 > 3) {
        return false;
      }
      wire.skip(tag);
      return true;
    } catch (DamagedMessageException exception) {
      return false;
    }
  }
}
