package io.distappguard.telemetry.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds what a column of durations counts from how its spans lie in time. A call begins before its
 * caller ends: how much later it begins, over what the caller lasted, is nearly what one unit of
 * the durations is, or less. The median over all traces of the largest such ratio is taken, and the
 * smallest unit that is not below it. Without parents the whole extent of a trace stands for the
 * calls and its longest span for the caller.
 *
 * <p>Spans that all begin at once tell nothing, and neither does one span a trace. What is finer
 * than the starts are written tells nothing. Not thread-safe.
 */
final class DurationUnit {

  /** Traces that tell something, after which more of them would not change the answer. */
  private static final int ENOUGH_TRACES = 64;

  /** That all of so many starts are whole milliseconds is no chance. */
  private static final int SPANS_THAT_SHOW_STEPS = 16;

  /** Units are a thousand apart: what is further below than that fits no unit. */
  private static final double FURTHEST_BELOW = 1000;

  private static final TimeScale[] UNITS = {
    TimeScale.NANOSECONDS, TimeScale.MICROSECONDS, TimeScale.MILLISECONDS, TimeScale.SECONDS
  };

  private final Map<String, List<Seen>> traces = new HashMap<>();
  private long writtenNanos = 1;
  private long steppedNanos = 1_000_000_000;
  private int spans;

  /**
   * @param duration in what it is to be found
   */
  private record Seen(String span, String parent, long startNanos, double duration) {}

  /**
   * One more span.
   *
   * @param resolutionNanos how finely its start is written
   */
  void add(
      String trace,
      String span,
      String parent,
      long startNanos,
      long resolutionNanos,
      double duration) {
    writtenNanos = Math.max(writtenNanos, resolutionNanos);
    while (startNanos % steppedNanos != 0) {
      steppedNanos /= 1000;
    }
    spans++;
    traces
        .computeIfAbsent(trace, unused -> new ArrayList<>())
        .add(new Seen(span, parent, startNanos, duration));
  }

  /** Whether no span was seen. */
  boolean isEmpty() {
    return spans == 0;
  }

  /** Whether so much was seen that more need not be waited for. */
  boolean hasEnough() {
    return traces.size() > ENOUGH_TRACES && ratios().length > ENOUGH_TRACES;
  }

  /** What the durations count, or null where nothing tells. */
  @Nullable TimeScale unit() {
    double[] ratios = ratios();
    if (ratios.length == 0) {
      return null;
    }
    double median = ratios[ratios.length / 2];
    for (TimeScale unit : UNITS) {
      if (unit.unitNanos() >= median) {
        return unit.unitNanos() / median > FURTHEST_BELOW ? null : unit;
      }
    }
    return null;
  }

  /** Nanoseconds in one unit at least, of each trace that tells, in order. */
  private double[] ratios() {
    double[] ratios =
        traces.values().stream().mapToDouble(this::withinCaller).filter(r -> r > 0).toArray();
    if (ratios.length == 0) {
      ratios = traces.values().stream().mapToDouble(this::withinTrace).filter(r -> r > 0).toArray();
    }
    Arrays.sort(ratios);
    return ratios;
  }

  private double withinCaller(List<Seen> spans) {
    Map<String, Seen> byId = new HashMap<>();
    spans.forEach(span -> byId.putIfAbsent(span.span, span));
    double largest = 0;
    for (Seen span : spans) {
      Seen caller = span.parent.isEmpty() ? null : byId.get(span.parent);
      if (caller != null && caller != span && caller.duration > 0) {
        largest = Math.max(largest, later(span, caller.startNanos) / caller.duration);
      }
    }
    return largest;
  }

  private double withinTrace(List<Seen> spans) {
    long first = spans.stream().mapToLong(Seen::startNanos).min().orElse(0);
    double longest = spans.stream().mapToDouble(Seen::duration).max().orElse(0);
    double latest = spans.stream().mapToDouble(span -> later(span, first)).max().orElse(0);
    return longest > 0 ? latest / longest : 0;
  }

  /** How much later it begins at least, by starts that are no finer. */
  private double later(Seen span, long thanNanos) {
    long resolution =
        spans < SPANS_THAT_SHOW_STEPS ? writtenNanos : Math.max(writtenNanos, steppedNanos);
    return span.startNanos - thanNanos - resolution;
  }
}
