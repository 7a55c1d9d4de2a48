package io.distappguard.traffic.generated;

import io.distappguard.telemetry.Call;
import io.distappguard.traffic.chain.Operation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bytes as spans: few traces, ids and names, so that they meet, and any times. */
public final class FuzzedSpans {

  private static final int BYTES_A_SPAN = 8;

  /** The assembler doubts its clock after a thousand spans that lie behind it. */
  private static final int MOST_SPANS = 900;

  private FuzzedSpans() {}

  /**
   * As many as there are bytes for.
   *
   * @param names services with operations
   */
  public static List<Call> of(ByteBuffer input, List<Operation> names) {
    List<Call> spans = new ArrayList<>();
    while (input.remaining() >= BYTES_A_SPAN && spans.size() < MOST_SPANS) {
      spans.add(span(input, names));
    }
    return spans;
  }

  private static Call span(ByteBuffer input, List<Operation> names) {
    int first = input.get();
    int ids = input.get();
    int bits = input.get();
    long away = (long) input.getShort() << (input.get() & 63);
    long startNanos = GeneratedTraffic.BEGIN * 1_000_000 + away & Long.MAX_VALUE;
    long durationNanos = (input.get() & 0xffL) << (input.get() & 63) & Long.MAX_VALUE;
    Operation service = names.get((bits & 15) % names.size());
    Operation operation = names.get((bits >> 4 & 15) % names.size());
    return new Call(
        "t" + (first & 7),
        Integer.toString(ids & 15),
        parent(ids >> 4 & 15),
        Call.Kind.values()[(first >> 3 & 7) % Call.Kind.values().length],
        service.service(),
        (bits & 16) == 0 ? null : "i" + (bits >> 5 & 1),
        operation.operation(),
        startNanos,
        Math.min(durationNanos, Long.MAX_VALUE - startNanos),
        (first & 64) != 0,
        (first & 128) == 0 ? null : "status");
  }

  private static @Nullable String parent(int id) {
    return id == 15 ? null : Integer.toString(id);
  }
}
