package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.ForwardingExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The system calls of one input and the spans of another, of the same time: what the collector
 * recorded and what the application traced meanwhile. Not thread-safe.
 */
final class JoinedInput implements TelemetryInput {

  static final String ANOTHER_TIME = "call of another time than the system calls";

  private final String name;
  private final TelemetryInput exchanges;
  private final TelemetryInput calls;
  private final RecordingLabels labels;
  private final TimeRange exchangeTime = new TimeRange();
  private boolean isTimeKnown;

  private JoinedInput(String name, TelemetryInput exchanges, TelemetryInput calls)
      throws IOException {
    this.name = name;
    this.exchanges = exchanges;
    this.calls = calls;
    this.labels = joined(exchanges, calls);
  }

  /**
   * Joins two inputs.
   *
   * @throws IOException where not one has the system calls and the other the spans, or their labels
   *     differ
   */
  static TelemetryInput of(String name, TelemetryInput one, TelemetryInput other)
      throws IOException {
    if (one.hasExchanges() && other.hasExchanges()) {
      throw twice("system calls", one, other);
    }
    if (one.hasCalls() && other.hasCalls()) {
      throw twice("spans", one, other);
    }
    boolean inOrder = one.hasExchanges() || other.hasCalls();
    return new JoinedInput(name, inOrder ? one : other, inOrder ? other : one);
  }

  private static IOException twice(String what, TelemetryInput one, TelemetryInput other) {
    return new IOException(
        one.name()
            + " and "
            + other.name()
            + " both hold "
            + what
            + " (a recording is made of the system calls of one and the spans of the other)");
  }

  @Override
  public InputFormat format() {
    return exchanges.format();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int intervalMillis() {
    return exchanges.intervalMillis();
  }

  @Override
  public RecordingLabels labels() {
    return labels;
  }

  @Override
  public Optional<RecordingHeader> source() {
    return exchanges.source();
  }

  @Override
  public boolean hasExchanges() {
    return exchanges.hasExchanges();
  }

  @Override
  public boolean hasCalls() {
    return calls.hasCalls();
  }

  @Override
  public Intake readExchanges(ExchangeSink sink, Progress progress) throws IOException {
    Intake intake = exchanges.readExchanges(new Timed(sink, exchangeTime), progress);
    isTimeKnown = true;
    return intake;
  }

  /**
   * As of any input; calls of another time than the exchanges are refused: the spans of a day may
   * stand in one file, of which each recording takes its own. Reads the exchanges for their time
   * where that was not done before.
   *
   * @throws IOException also, at the end, where none is of that time
   */
  @Override
  public CallReader openCalls(Progress progress) throws IOException {
    if (!isTimeKnown) {
      readExchanges(new Nowhere(), Progress.SILENT);
    }
    return new CallsOfTheTime(calls.openCalls(progress));
  }

  private static RecordingLabels joined(TelemetryInput exchanges, TelemetryInput calls)
      throws IOException {
    RecordingLabels one = exchanges.labels();
    RecordingLabels other = calls.labels();
    return new RecordingLabels(
        same("application", exchanges, calls, RecordingLabels::application),
        one.run() == null ? other.run() : one.run(),
        same("kind", exchanges, calls, RecordingLabels::kind),
        both(one.networks(), other.networks()),
        one.startMillis(),
        one.endMillis(),
        one.serveMillis() == null ? other.serveMillis() : one.serveMillis(),
        both(one.events(), other.events()),
        same("calendar", exchanges, calls, RecordingLabels::calendar));
  }

  private static <T> @Nullable T same(
      String field,
      TelemetryInput one,
      TelemetryInput other,
      Function<RecordingLabels, @Nullable T> value)
      throws IOException {
    T first = value.apply(one.labels());
    T second = value.apply(other.labels());
    if (first != null && second != null && !Objects.equals(first, second)) {
      throw new IOException(
          other.name()
              + ": "
              + field
              + ": "
              + second
              + " (expected: "
              + first
              + ", as "
              + one.name()
              + " says)");
    }
    return first == null ? second : first;
  }

  private static <T> List<T> both(List<T> one, List<T> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }

  /** From the first to the last millisecond that was met. */
  private static final class TimeRange {

    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;

    void add(long millis) {
      first = Math.min(first, millis);
      last = Math.max(last, millis);
    }

    boolean isEmpty() {
      return first > last;
    }

    /** Whether a time lies within, up to the end of the last interval. */
    boolean holds(long millis, int interval) {
      return millis >= first && millis < last + interval;
    }

    boolean meets(TimeRange other) {
      return first <= other.last && other.first <= last;
    }

    @Override
    public String toString() {
      return "from " + Instant.ofEpochMilli(first) + " to " + Instant.ofEpochMilli(last);
    }
  }

  private static final class Nowhere implements ExchangeSink {

    @Override
    public void container(Container container) {}

    @Override
    public void process(ProcessImage process) {}

    @Override
    public void entity(Entity entity) {}

    @Override
    public void exchange(
        long interval,
        int process,
        int entity,
        Operation operation,
        int count,
        long bytes,
        int e) {}

    @Override
    public void incomplete(long interval, int container, String reason, long count) {}

    @Override
    public void endInterval(long interval) {}
  }

  /** Hands on the calls of the exchanges' time. */
  private final class CallsOfTheTime implements CallReader {

    private final CallReader reader;
    private final TimeRange callTime = new TimeRange();
    private long outside;

    CallsOfTheTime(CallReader reader) {
      this.reader = reader;
    }

    @Override
    public boolean next(CallSink sink) throws IOException {
      boolean more =
          reader.next(call -> {
            long millis = call.startNanos() / 1_000_000;
            callTime.add(millis);
            if (exchangeTime.isEmpty() || exchangeTime.holds(millis, intervalMillis())) {
              sink.call(call);
            } else {
              outside++;
            }
          });
      if (!more
          && !exchangeTime.isEmpty()
          && !callTime.isEmpty()
          && !exchangeTime.meets(callTime)) {
        throw new IOException(
            "no common time: system calls of "
                + exchanges.name()
                + " "
                + exchangeTime
                + ", spans of "
                + calls.name()
                + " "
                + callTime
                + " (are they of the same run, and do the clocks agree?)");
      }
      return more;
    }

    @Override
    public Intake intake() {
      Intake intake = new Intake();
      intake.addAll(reader.intake());
      if (outside > 0) {
        intake.refuse(Math.min(outside, intake.accepted()), ANOTHER_TIME, calls.name() + ":1");
      }
      return intake;
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }

  /** Hands on, and keeps the time of what it hands on. */
  private static final class Timed extends ForwardingExchangeSink {

    private final TimeRange time;

    Timed(ExchangeSink sink, TimeRange time) {
      super(sink);
      this.time = time;
    }

    @Override
    public void exchange(
        long interval,
        int process,
        int entity,
        Operation operation,
        int count,
        long bytes,
        int errors) {
      time.add(interval);
      super.exchange(interval, process, entity, operation, count, bytes, errors);
    }

    @Override
    public void endInterval(long interval) {
      time.add(interval);
      super.endInterval(interval);
    }
  }
}
