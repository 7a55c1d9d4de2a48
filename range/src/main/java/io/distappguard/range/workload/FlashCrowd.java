package io.distappguard.range.workload;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Many users doing the same for a while, on top of what they do anyway: its rate rises along a
 * line, stays, and falls along a line. Immutable.
 *
 * @param operation {@code home-timeline}, {@code user-timeline} or {@code compose-post}
 * @param rank popularity of the user whose timeline is read, 0 the most popular; of no meaning for
 *     the other operations
 * @param atSeconds when it begins, in seconds from the start of the run
 * @param riseSeconds until it is at its peak
 * @param stayingSeconds how long it is there
 * @param fallSeconds until it is over
 * @param peakRate requests a second at the peak
 */
public record FlashCrowd(
    String operation,
    int rank,
    double atSeconds,
    double riseSeconds,
    double stayingSeconds,
    double fallSeconds,
    double peakRate) {
  private static final List<String> OPERATIONS =
      List.of("home-timeline", "user-timeline", "compose-post");
  private static final String NUMBER = "([0-9]+(?:\\.[0-9]+)?)";
  private static final Pattern TEXT =
      Pattern.compile("([a-z-]+)/([0-9]{1,4})@%1$s\\+%1$s\\+%1$s\\+%1$sx%1$s".formatted(NUMBER));

  public FlashCrowd {
    if (!OPERATIONS.contains(operation)) {
      throw new IllegalArgumentException(
          "operation: " + operation + " (expected: one of " + OPERATIONS + ")");
    }
    require("rank", rank, rank >= 0 && rank < 962, "0 to 961");
    require("at", atSeconds, atSeconds >= 0, ">= 0");
    require("rise", riseSeconds, riseSeconds >= 0, ">= 0");
    require("staying", stayingSeconds, stayingSeconds >= 0, ">= 0");
    require("fall", fallSeconds, fallSeconds >= 0, ">= 0");
    require("peak", peakRate, peakRate > 0 && peakRate <= 1_000, "above 0, at most 1000");
  }

  /** Reads what {@link #toString} wrote, such as {@code user-timeline/0@100+15+40+30x8.5}. */
  static FlashCrowd parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "crowd: " + text + " (expected: such as user-timeline/0@100+15+40+30x8.5)");
    }
    return new FlashCrowd(
        matcher.group(1),
        Integer.parseInt(matcher.group(2)),
        Double.parseDouble(matcher.group(3)),
        Double.parseDouble(matcher.group(4)),
        Double.parseDouble(matcher.group(5)),
        Double.parseDouble(matcher.group(6)),
        Double.parseDouble(matcher.group(7)));
  }

  @Override
  public String toString() {
    return "%s/%d@%s+%s+%s+%sx%s"
        .formatted(operation, rank, atSeconds, riseSeconds, stayingSeconds, fallSeconds, peakRate);
  }

  public double endSeconds() {
    return atSeconds + riseSeconds + stayingSeconds + fallSeconds;
  }

  /** Requests a second at a moment of the run. */
  double rate(double second) {
    double since = second - atSeconds;
    double left = endSeconds() - second;
    if (since < 0 || left < 0) {
      return 0;
    }
    double rising = since < riseSeconds ? since / riseSeconds : 1;
    double falling = left < fallSeconds ? left / fallSeconds : 1;
    return peakRate * Math.min(rising, falling);
  }

  /** The first moment of a Poisson process of this rate after another; infinity when it is over. */
  double nextAfter(double second, SplittableRandom random) {
    double candidate = Math.max(second, atSeconds);
    while (candidate < endSeconds()) {
      // thinning: as many as at the peak are drawn, as many as there are at that moment are kept
      candidate -= Math.log(1 - random.nextDouble()) / peakRate;
      if (random.nextDouble() * peakRate < rate(candidate)) {
        return candidate;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private static void require(String field, double value, boolean holds, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
    }
  }
}
