package io.distappguard.telemetry.inspect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.Rejections;
import io.distappguard.telemetry.input.TelemetryInput;
import io.distappguard.telemetry.trace.TraceSink;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in an input.
 *
 * @param format its format
 * @param events events met, accepted and rejected together: lines of strace that are not blank,
 *     events of a capture, spans, or a recording's exchanges and calls
 * @param rejected events refused, by reason
 * @param skipped events that the format keeps to itself, not among {@code events}: of a capture
 *     those of types that sysdig does not show
 * @param notes how it was read, where that is not plain: a line each, with the mend
 * @param exchanges exchanges, summed per interval
 * @param processes processes, however many programs each executed
 * @param containers containers
 * @param files files acted upon with success
 * @param connections connections, the most data first
 * @param bothEnds whether what was sent on TCP connections was received, where both ends are seen
 * @param durationSeconds from the first to the last event
 * @param calls remote calls as reported, which are spans
 * @param images programs executed or forked: a process has one or more
 * @param incompleteIntervals intervals of which the source lost something
 * @param exchangeOperations exchanges by operation: how many calls, bytes and errors
 * @param traces what the spans make, in JSON beside the other fields; null where there are none
 * @param application the application that was watched, or null
 * @param run name of the run, or null
 * @param kind what the run is for, or null
 * @param source for a recording: what became of the events it was made of
 */
public record Inspection(
    String format,
    long events,
    List<Rejections.Entry> rejected,
    List<Intake.Skipped> skipped,
    List<String> notes,
    long exchanges,
    long processes,
    int containers,
    long files,
    List<Connection> connections,
    BothEnds bothEnds,
    double durationSeconds,
    long calls,
    long images,
    long incompleteIntervals,
    Map<String, OperationTotal> exchangeOperations,
    @JsonUnwrapped @Nullable TraceSummary traces,
    @Nullable String application,
    @Nullable String run,
    @Nullable String kind,
    @Nullable Source source) {

  /** Why nothing at all was understood, and where that shows first; null where something was. */
  @JsonIgnore
  public @Nullable String nothingUnderstood() {
    long refused = rejected.stream().mapToLong(Rejections.Entry::count).sum();
    boolean isEmptyRecording = source != null && events == 0;
    if (events > refused || isEmptyRecording) {
      return null;
    }
    return rejected.stream()
        .max(Comparator.comparingLong(Rejections.Entry::count))
        .map(entry -> entry.firstPosition() + ": " + entry.reason())
        .orElse("no event in it");
  }

  /**
   * One end of a connection as its owner saw it.
   *
   * @param local own address, empty where never seen; {@code unix:} and its path or name for a unix
   *     socket
   * @param remote peer's address
   */
  public record Connection(
      String local,
      String remote,
      long accepts,
      long connects,
      long bytesSent,
      long bytesReceived) {}

  /** What one operation amounts to. */
  public record OperationTotal(long calls, long bytes, long errors) {}

  /**
   * What a recording was made of.
   *
   * @param events events of the source: accepted and rejected together
   */
  public record Source(long events, long accepted, List<Rejections.Entry> rejected) {}

  /**
   * Reads an input to its end and counts.
   *
   * @throws IOException where it cannot be read at all
   */
  public static Inspection of(TelemetryInput input, Progress progress) throws IOException {
    return of(input, progress, trace -> {});
  }

  /**
   * Reads an input to its end and counts.
   *
   * @param traces given each trace, for what else is to be counted of them
   * @throws IOException where it cannot be read at all
   */
  public static Inspection of(TelemetryInput input, Progress progress, TraceSink traces)
      throws IOException {
    Counting counting = new Counting(traces);
    Intake intake = new Intake();
    intake.addAll(input.readExchanges(counting, progress));
    intake.addAll(input.readCalls(counting, progress));
    return counting.result(input, intake);
  }
}
