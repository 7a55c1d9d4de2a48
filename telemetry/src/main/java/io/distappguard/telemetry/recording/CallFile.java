package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HexFormat;
import org.apache.avro.io.BinaryDecoder;
import org.jspecify.annotations.Nullable;

/** Reads a recording's calls. */
final class CallFile {

  private static final Call.Kind[] KINDS = Call.Kind.values();

  private final Recording recording;

  CallFile(Recording recording) {
    this.recording = recording;
  }

  Intake read(CallSink sink) throws IOException {
    Intake intake = new Intake();
    if (!Files.exists(recording.file(Recording.CALLS))
        && recording.promised(Recording.CALLS) == 0) {
      return intake;
    }
    String problem = null;
    try (AvroBlocks file = new AvroBlocks(recording.file(Recording.CALLS), Schemas.CALL)) {
      try {
        for (Call call = file.record(CallFile::call);
            call != null;
            call = file.record(CallFile::call)) {
          sink.call(call);
          intake.accept();
        }
      } catch (IOException exception) {
        problem = file.position();
      }
      long lost = recording.promised(Recording.CALLS) - intake.accepted();
      if (lost > 0 || problem != null) {
        intake
            .rejections()
            .count(
                "lost to a damaged file",
                problem == null ? Recording.CALLS + ":" + intake.accepted() : problem,
                Math.max(1, lost));
      } else if (!recording.isAsRecorded(Recording.CALLS, file)) {
        intake.reject(Recording.OTHER_HASH, file.position());
      }
    }
    return intake;
  }

  private static Call call(BinaryDecoder decoder) throws IOException {
    String traceId = id(decoder);
    String spanId = id(decoder);
    String parentSpanId = id(decoder);
    int kind = decoder.readEnum();
    if (kind < 0 || kind >= KINDS.length) {
      throw new IOException("kind of call: " + kind);
    }
    String service = decoder.readString();
    String instance = decoder.readString();
    String operation = decoder.readString();
    long startNanos = decoder.readLong();
    long durationNanos = decoder.readLong();
    boolean failed = decoder.readBoolean();
    String status = decoder.readString();
    return new Call(
        traceId,
        spanId,
        emptyToNull(parentSpanId),
        KINDS[kind],
        service,
        emptyToNull(instance),
        operation,
        startNanos,
        durationNanos,
        failed,
        emptyToNull(status));
  }

  private static String id(BinaryDecoder decoder) throws IOException {
    ByteBuffer bytes = decoder.readBytes(null);
    return HexFormat.of()
        .formatHex(bytes.array(), bytes.position(), bytes.position() + bytes.remaining());
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
