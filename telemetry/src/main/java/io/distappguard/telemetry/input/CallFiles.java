package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of spans side by side in the order of their times, so that the spans of a trace come
 * close together whether there is a file for each service, each minute or each trace. Within a file
 * the order stays. A file is open from the time of its first span on.
 */
final class CallFiles {

  private static final int PORTIONS_TO_FIRST_CALL = 64;

  private final List<SpanFile> files;
  private final CountedProgress progress;

  CallFiles(List<SpanFile> files, CountedProgress progress) {
    this.files = files;
    this.progress = progress;
  }

  Intake read(CallSink sink) throws IOException {
    if (files.size() == 1) {
      return files.getFirst().open(progress).read(sink);
    }
    Intake[] intakes = new Intake[files.size()];
    List<Source> waiting = new ArrayList<>();
    for (int index = 0; index < files.size(); index++) {
      waiting.add(new Source(index, firstStart(files.get(index))));
    }
    waiting.sort(Source.BY_TIME);
    PriorityQueue<Source> reading = new PriorityQueue<>(Source.BY_TIME);
    int next = 0;
    try {
      while (next < waiting.size() || !reading.isEmpty()) {
        Source source = reading.peek();
        if (next < waiting.size()
            && (source == null || Source.BY_TIME.compare(waiting.get(next), source) < 0)) {
          source = waiting.get(next++);
          source.reader = files.get(source.index).open(progress);
          reading.add(source);
        } else if (source != null) {
          reading.remove();
          if (step(source, sink)) {
            reading.add(source);
          } else {
            intakes[source.index] = close(source);
          }
        }
      }
    } finally {
      for (Source source : reading) {
        close(source);
      }
    }
    Intake all = new Intake();
    Arrays.stream(intakes).forEach(all::addAll);
    return all;
  }

  private static boolean step(Source source, CallSink sink) throws IOException {
    CallReader reader = source.reader;
    return reader != null
        && reader.next(call -> {
          source.latestNanos = Math.max(source.latestNanos, call.startNanos());
          sink.call(call);
        });
  }

  private static Intake close(Source source) throws IOException {
    CallReader reader = source.reader;
    if (reader == null) {
      return new Intake();
    }
    reader.close();
    return reader.intake();
  }

  /** A file of which no span is found soon comes first. */
  private static long firstStart(SpanFile file) throws IOException {
    long[] first = {Long.MAX_VALUE};
    try (CallReader reader = file.open(new CountedProgress(Progress.SILENT, -1))) {
      boolean more = true;
      for (int count = 0; more && first[0] == Long.MAX_VALUE; count++) {
        more =
            count < PORTIONS_TO_FIRST_CALL
                && reader.next((Call call) -> first[0] = Math.min(first[0], call.startNanos()));
      }
    }
    return first[0] == Long.MAX_VALUE ? Long.MIN_VALUE : first[0];
  }

  /** A file and how far it was read. */
  private static final class Source {

    static final Comparator<Source> BY_TIME =
        Comparator.comparingLong((Source source) -> source.latestNanos)
            .thenComparingInt(source -> source.index);

    final int index;
    long latestNanos;
    @Nullable CallReader reader;

    Source(int index, long latestNanos) {
      this.index = index;
      this.latestNanos = latestNanos;
    }
  }
}
