package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of spans side by side in the order of their times, so that the spans of a trace come
 * close together whether there is a file for each service, each minute or each trace. Within a file
 * the order stays. A file is open from the time of its first span on.
 */
final class CallFiles implements CallReader {

  private static final int PORTIONS_TO_FIRST_CALL = 64;

  private final List<SpanFile> files;
  private final CountedProgress progress;
  private final List<Source> sources = new ArrayList<>();
  private final ArrayDeque<Source> waiting = new ArrayDeque<>();
  private final PriorityQueue<Source> reading = new PriorityQueue<>(Source.BY_TIME);

  /**
   * Looks for the first span of each file.
   *
   * @throws IOException where a file cannot be read
   */
  CallFiles(List<SpanFile> files, CountedProgress progress) throws IOException {
    this.files = files;
    this.progress = progress;
    for (int index = 0; index < files.size(); index++) {
      sources.add(new Source(index, firstStart(files.get(index))));
    }
    sources.stream().sorted(Source.BY_TIME).forEach(waiting::add);
  }

  @Override
  public boolean next(CallSink sink) throws IOException {
    Source source = reading.peek();
    Source following = waiting.peek();
    if (following != null && (source == null || Source.BY_TIME.compare(following, source) < 0)) {
      source = waiting.remove();
      source.reader = files.get(source.index).open(progress);
      reading.add(source);
    }
    if (source == null) {
      return false;
    }
    boolean more = step(source, sink);
    reading.remove(); // its time has changed
    if (more) {
      reading.add(source);
    } else {
      close(source);
    }
    return true;
  }

  @Override
  public Intake intake() {
    Intake all = new Intake();
    for (Source source : sources) {
      CallReader reader = source.reader;
      if (reader != null) {
        all.addAll(reader.intake());
      }
    }
    return all;
  }

  @Override
  public void close() throws IOException {
    for (Source source : reading) {
      close(source);
    }
  }

  private static boolean step(Source source, CallSink sink) throws IOException {
    CallReader reader = source.reader;
    return reader != null
        && reader.next(call -> {
          source.latestNanos = Math.max(source.latestNanos, call.startNanos());
          sink.call(call);
        });
  }

  private static void close(Source source) throws IOException {
    CallReader reader = source.reader;
    if (reader != null) {
      reader.close();
    }
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
