package io.distappguard.detection.anomaly;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that was not as usual.
 *
 * @param kind in which way
 * @param role role it was found at
 * @param source node the data, or the call, came from
 * @param destination node it went to
 * @param operation what was done, in lower case
 * @param quantity what is counted: {@code bytes}, {@code calls} or another unit
 * @param observed amount in the window
 * @param expected amount the model expected, null where it expects none
 * @param usualLow lower end of what was usual while learning, null where never seen
 * @param usualHigh upper end of it
 * @param weight how much it adds to the score; comparable within one anomaly
 * @param sentence the same in words
 * @param participants processes behind it, the largest first; may be cut short
 * @param sinceMillis since when, in milliseconds since the epoch; null where only this window is
 *     meant
 * @param traceIds some of the traces it was seen in
 */
public record Evidence(
    Kind kind,
    String role,
    String source,
    String destination,
    String operation,
    String quantity,
    double observed,
    @Nullable Double expected,
    @Nullable Double usualLow,
    @Nullable Double usualHigh,
    double weight,
    String sentence,
    List<Participant> participants,
    @Nullable Long sinceMillis,
    List<String> traceIds) {

  public Evidence {
    participants = List.copyOf(participants);
    traceIds = List.copyOf(traceIds);
  }

  /** Evidence of one window, from processes. */
  public Evidence(
      Kind kind,
      String role,
      String source,
      String destination,
      String operation,
      String quantity,
      double observed,
      @Nullable Double expected,
      @Nullable Double usualLow,
      @Nullable Double usualHigh,
      double weight,
      String sentence,
      List<Participant> participants) {
    this(
        kind,
        role,
        source,
        destination,
        operation,
        quantity,
        observed,
        expected,
        usualLow,
        usualHigh,
        weight,
        sentence,
        participants,
        null,
        List.of());
  }

  /** In which way something was not as usual. */
  public enum Kind {
    /** Known, but more or less than expected. */
    CHANGED,
    /** Never seen while learning. */
    UNSEEN,
    /** A start-up unlike those seen while learning. */
    START_UP,
    /** A container of which so much was lost for so long that nobody knows what it does. */
    BLIND,
    /** Something that always acted does not any more. */
    SILENT
  }
}
