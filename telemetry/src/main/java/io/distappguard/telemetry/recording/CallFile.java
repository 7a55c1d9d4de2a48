package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads a recording's calls, one at a time. */
final class CallFile implements CallReader {

  private static final String NOT_A_CALL = "call without valid ids, names or times";

  private static final Call.Kind[] KINDS = Call.Kind.values();
  private static final int LONGEST_NAME = 4096;
  private static final int LONGEST_ID_BYTES = 128;

  private final Recording recording;
  private final Intake intake = new Intake();
  private boolean begun;
  private boolean ended;
  private @Nullable AvroBlocks file;

  /** Where damage begins. */
  private @Nullable String problem;

  CallFile(Recording recording) {
    this.recording = recording;
  }

  @Override
  public boolean next(CallSink sink) {
    if (!begun) {
      begin();
    }
    AvroBlocks blocks = file;
    if (ended || blocks == null) {
      return false;
    }
    Call call = read(blocks);
    if (call == null) {
      end(blocks);
      return false;
    }
    if (isPossible(call)) {
      sink.call(call);
      intake.accept();
    } else {
      intake.reject(NOT_A_CALL, blocks.position());
    }
    return true;
  }

  @Override
  public Intake intake() {
    return intake;
  }

  @Override
  public void close() {
    AvroBlocks blocks = file;
    if (blocks != null) {
      try {
        blocks.close();
      } catch (IOException exception) {
        // what was read stays read
      }
    }
  }

  private void begin() {
    begun = true;
    if (!recording.mayHave(Recording.CALLS)) {
      return;
    }
    try {
      file = recording.open(Recording.CALLS, Schemas.CALL);
    } catch (DamageException exception) {
      recording.countLost(Recording.CALLS, Recording.CALLS + ":0", 0, intake);
    }
  }

  /** The next call that can be read, behind damage if it can be found there. */
  private @Nullable Call read(AvroBlocks blocks) {
    while (true) {
      try {
        return blocks.record(CallFile::call);
      } catch (DamageException exception) {
        problem = problem == null ? exception.position() : problem;
      }
    }
  }

  private void end(AvroBlocks blocks) {
    ended = true;
    if (problem == null && intake.received() >= recording.promised(Recording.CALLS)) {
      try {
        recording.refuseOtherHash(Recording.CALLS, blocks, intake);
        return;
      } catch (IOException exception) {
        problem = Recording.CALLS + ":" + intake.received();
      }
    }
    recording.countLost(Recording.CALLS, problem, intake.received(), intake);
  }

  private static boolean isPossible(Call call) {
    return !call.traceId().isEmpty()
        && !call.spanId().isEmpty()
        && isName(call.service())
        && isName(call.instance())
        && isName(call.operation())
        && isName(call.status())
        && call.startNanos() >= 0
        && call.durationNanos() >= 0
        && call.startNanos() <= Long.MAX_VALUE - call.durationNanos();
  }

  private static boolean isName(@Nullable String name) {
    return name == null || name.length() <= LONGEST_NAME;
  }

  private static Call call(BlockDecoder decoder) throws IOException {
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

  private static String id(BlockDecoder decoder) throws IOException {
    ByteBuffer bytes = decoder.readBytes(null);
    if (bytes.remaining() > LONGEST_ID_BYTES) {
      throw new IOException("id of " + bytes.remaining() + " bytes");
    }
    return HexFormat.of()
        .formatHex(
            bytes.array(),
            bytes.arrayOffset() + bytes.position(),
            bytes.arrayOffset() + bytes.limit());
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
