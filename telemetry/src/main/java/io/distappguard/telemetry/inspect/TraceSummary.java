package io.distappguard.telemetry.inspect;

/**
 * What is in the traces of an input.
 *
 * @param spans spans met, with duplicates and late ones
 * @param traces traces
 * @param services services that reported spans
 * @param operations operations of services, by service and name; at most a million are told apart
 * @param crossServiceEdges links from a span to its parent of another service
 * @param servicePairs pairs of services that such a link joins
 * @param remoteCalls remote calls, both sides joined, what happens within a service folded
 * @param callsPerSecond remote calls over the input's duration
 * @param orphans spans whose parent is missing
 * @param duplicates spans dropped because they were there already
 * @param late spans dropped because their trace was complete
 * @param cycles rings of parent links that were cut
 * @param clockSkew spans that were moved into their parent of another host
 * @param completedEarly traces completed before their time because too many spans were open
 * @param cut parts of traces that went on for too long, completed while more came
 */
public record TraceSummary(
    long spans,
    long traces,
    int services,
    int operations,
    long crossServiceEdges,
    int servicePairs,
    long remoteCalls,
    double callsPerSecond,
    long orphans,
    long duplicates,
    long late,
    long cycles,
    long clockSkew,
    long completedEarly,
    long cut) {}
