package io.distappguard.telemetry.recording;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is told about a run from outside, next to its events.
 *
 * @param application the application that was watched, or null
 * @param run name of the run, or null
 * @param kind what the run is for, or null
 * @param startMillis start of the run, or null to take the first interval
 * @param endMillis end of the run, or null to take the last interval's end
 * @param serveMillis when the application first served, or null
 * @param calendar the day the application's users live by, or null
 */
public record RecordingLabels(
    @Nullable String application,
    @Nullable String run,
    @Nullable String kind,
    List<RecordingHeader.Network> networks,
    @Nullable Long startMillis,
    @Nullable Long endMillis,
    @Nullable Long serveMillis,
    List<RecordingHeader.Event> events,
    RecordingHeader.@Nullable Calendar calendar) {

  /** Nothing is known. */
  public static final RecordingLabels NONE =
      new RecordingLabels(null, null, null, List.of(), null, null, null, List.of());

  public RecordingLabels {
    networks = List.copyOf(networks);
    events = List.copyOf(events);
  }

  /** The same for another purpose. */
  public RecordingLabels withKind(String other) {
    return new RecordingLabels(
        application, run, other, networks, startMillis, endMillis, serveMillis, events, calendar);
  }

  /** Labels without a calendar. */
  public RecordingLabels(
      @Nullable String application,
      @Nullable String run,
      @Nullable String kind,
      List<RecordingHeader.Network> networks,
      @Nullable Long startMillis,
      @Nullable Long endMillis,
      @Nullable Long serveMillis,
      List<RecordingHeader.Event> events) {
    this(application, run, kind, networks, startMillis, endMillis, serveMillis, events, null);
  }
}
