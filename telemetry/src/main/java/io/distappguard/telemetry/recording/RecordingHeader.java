package io.distappguard.telemetry.recording;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.distappguard.telemetry.Rejections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands in {@code recording.json}: what was recorded, when, and what became of every event.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format; this build reads {@link #VERSION}
 * @param application the application that was watched, or null
 * @param run name of the run, or null
 * @param kind what the run is for, such as {@code training} or {@code attack}, or null
 * @param networks networks with a known name
 * @param intervalMillis length of an interval
 * @param startMillis start of the run, in milliseconds since the epoch
 * @param endMillis end of the run
 * @param serveMillis when the application first served, or null
 * @param events what was done to the application while it was recorded
 * @param received events met: accepted and rejected together
 * @param accepted events understood
 * @param rejected events refused, by reason
 * @param incomplete intervals in which the source lost events
 * @param callIds {@link #KEPT}, or {@link #RENUMBERED}: ids of calls join the calls of this
 *     recording and nothing else
 * @param files the recording's files
 * @param calendar the day the application's users live by, or null where nobody declared one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordingHeader(
    String format,
    int version,
    @Nullable String application,
    @Nullable String run,
    @Nullable String kind,
    List<Network> networks,
    int intervalMillis,
    long startMillis,
    long endMillis,
    @Nullable Long serveMillis,
    List<Event> events,
    long received,
    long accepted,
    List<Rejections.Entry> rejected,
    List<Incomplete> incomplete,
    @Nullable String callIds,
    Map<String, FileSummary> files,
    @Nullable Calendar calendar) {

  /** Name of the format. */
  public static final String FORMAT = "distappguard-recording";

  /** Newest version this build writes and reads. */
  public static final int VERSION = 1;

  /** Latest time there is, in milliseconds since the epoch: what nanoseconds can say (2262). */
  public static final long MOST_MILLIS = Long.MAX_VALUE / 1_000_000;

  /** Ids of calls are those the application gave. */
  public static final String KEPT = "kept";

  /** Traces, and spans within each trace, are numbered. */
  public static final String RENUMBERED = "renumbered";

  @SuppressWarnings("NullAway") // a hand-written file may leave lists out
  public RecordingHeader {
    networks = networks == null ? List.of() : List.copyOf(networks);
    events = events == null ? List.of() : List.copyOf(events);
    rejected = rejected == null ? List.of() : List.copyOf(rejected);
    incomplete = incomplete == null ? List.of() : List.copyOf(incomplete);
    files = files == null ? Map.of() : Map.copyOf(files);
  }

  /**
   * A network with a known name.
   *
   * @param cidr such as {@code 10.77.99.0/24}
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Network(String name, String cidr) {}

  /**
   * The day the application's users live by: declared, never taken from the traffic.
   *
   * @param dayMillis length of a day; 86,400,000 but where a day is compressed
   * @param originMillis a moment at which a day began, in milliseconds since the epoch
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Calendar(long dayMillis, long originMillis) {}

  /**
   * Something that was done to the application: the ground truth, and what its operators declared.
   *
   * @param kind {@code attack}, {@code hard-case}, {@code operation}, or {@code deploy}: a new
   *     version of the role {@code parameters.role}, declared, so that a detector may know of it
   * @param parameters as the program that did it wrote them
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Event(
      String kind,
      String name,
      long startMillis,
      long endMillis,
      @Nullable Map<String, Object> parameters) {}

  /**
   * An interval in which the source lost events.
   *
   * @param container number of the container, -1 where any may be affected
   * @param count events lost, -1 where unknown
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record Incomplete(long intervalMillis, int container, String reason, long count) {}

  /**
   * One of the recording's files.
   *
   * @param sha256 lower-case hex
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  public record FileSummary(long records, long bytes, String sha256) {}
}
