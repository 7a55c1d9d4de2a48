package io.distappguard.evaluation.demo;

import io.distappguard.telemetry.recording.RecordingHeader;
import java.util.List;

/**
 * What a recording says went on, as windows are judged by it. A window counts as benign if it lies
 * within the served time and before any attack began; windows after an attack are neither: its
 * after-effects are no false alarms, and no proof of detection.
 */
final class GroundTruth {

  /** A hard case may show until its last connection has settled. */
  private static final long AFTER_HARD_CASE_MILLIS = 10_000;

  private final RecordingHeader header;

  GroundTruth(RecordingHeader header) {
    this.header = header;
  }

  List<RecordingHeader.Event> attacks() {
    return ofKind("attack");
  }

  List<RecordingHeader.Event> hardCases() {
    return ofKind("hard-case");
  }

  private List<RecordingHeader.Event> ofKind(String kind) {
    return header.events().stream().filter(event -> event.kind().equals(kind)).toList();
  }

  /** Whether the application served through the whole window. */
  boolean served(long startMillis, long endMillis) {
    Long serve = header.serveMillis();
    return (serve == null || startMillis >= serve) && endMillis <= header.endMillis();
  }

  boolean benign(long startMillis, long endMillis) {
    return served(startMillis, endMillis)
        && attacks().stream().allMatch(attack -> endMillis <= attack.startMillis());
  }

  static boolean within(RecordingHeader.Event hardCase, long startMillis, long endMillis) {
    return endMillis > hardCase.startMillis()
        && startMillis < hardCase.endMillis() + AFTER_HARD_CASE_MILLIS;
  }

  /**
   * Whether an alarm of a window comes while the attack goes on.
   *
   * @param endMillis the window's end
   * @param delayMillis how long after its end the window is judged
   */
  static boolean raisedDuring(RecordingHeader.Event attack, long endMillis, long delayMillis) {
    return endMillis > attack.startMillis() && endMillis + delayMillis <= attack.endMillis();
  }

  /** Whether all of the window was attacked. */
  static boolean whollyWithin(RecordingHeader.Event attack, long startMillis, long endMillis) {
    return startMillis >= attack.startMillis() && endMillis <= attack.endMillis();
  }
}
