package io.distappguard.telemetry.trace;

/**
 * What became of the spans a {@link TraceAssembler} was given. {@code received = accepted +
 * duplicates + late} holds at every moment. The counts after {@code late} tell of accepted spans
 * and of traces that were completed, so they are final after {@link TraceAssembler#finish}.
 *
 * @param received spans met
 * @param accepted spans that belong to a trace
 * @param duplicates dropped: trace, span id and kind were there already
 * @param late dropped: their trace had been completed before they came
 * @param orphans spans that name a parent which is not in their trace; they begin a tree of it
 * @param cycles rings of parent links, each cut at its earliest span
 * @param clockSkew spans that did not fit into their parent of another host and were moved, with
 *     what that host did below them
 * @param completedEarly traces completed before their time because too many spans were open
 * @param cut parts of traces that stayed open for too long, or held too many spans, and were
 *     completed while more came
 * @param traces traces completed
 * @param calls remote calls in them
 */
public record TraceCounts(
    long received,
    long accepted,
    long duplicates,
    long late,
    long orphans,
    long cycles,
    long clockSkew,
    long completedEarly,
    long cut,
    long traces,
    long calls) {

  /** Spans that went into no trace. */
  public long dropped() {
    return duplicates + late;
  }
}
