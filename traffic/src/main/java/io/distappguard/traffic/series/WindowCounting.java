package io.distappguard.traffic.series;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Sorts chains into windows by their start and gives each window away once time has passed it.
 * Windows without a chain are windows too. Not thread-safe; memory is bounded by the windows that
 * the watermark keeps open, as long as whoever gives chains holds back those far ahead of time.
 */
public final class WindowCounting {

  /**
   * For so long windows without a chain go out; then there are none until the next chain, which
   * begins a stretch of its own.
   */
  private static final long LONGEST_SILENCE_MILLIS = 60_000;

  private final int[] nodesOfClusters;
  private final long windowMillis;
  private final TrafficWindowSink sink;
  private final TreeMap<Long, TrafficWindow> open = new TreeMap<>();
  private final long firstMillis;
  private long next = Long.MIN_VALUE;

  /** End of the last window that held a chain. */
  private long filledUntil;

  private boolean silent;
  private int stretch;
  private long lateChains;
  private long earlyChains;

  /**
   * @param nodesOfClusters operations of each cluster
   * @param firstMillis chains that begin before are left out: the application was being deployed;
   *     {@link Long#MIN_VALUE}: from the first chain on
   */
  public WindowCounting(
      int[] nodesOfClusters, long windowMillis, long firstMillis, TrafficWindowSink sink) {
    this.nodesOfClusters = nodesOfClusters.clone();
    this.windowMillis = windowMillis;
    // Where the first window is cut in two by the beginning, it is left out.
    this.firstMillis = firstMillis == Long.MIN_VALUE ? firstMillis : roundUp(firstMillis);
    this.sink = sink;
  }

  /**
   * The open window that a chain belongs to; null where it begins before the first or in one that
   * is closed, which is counted.
   *
   * @param inTime whether it was held back by nobody but who puts it together: then it belongs to
   *     the oldest open window where its own is closed
   */
  public @Nullable TrafficWindow windowOf(long startMillis, boolean inTime) {
    if (startMillis < firstMillis) {
      earlyChains++;
      return null;
    }
    long start = roundDown(startMillis);
    if (next != Long.MIN_VALUE && start < next) {
      if (!inTime) {
        lateChains++;
        return null;
      }
      start = next;
    }
    return open.computeIfAbsent(start, this::empty);
  }

  /** Nothing that begins before this moment comes any more: windows that ended by then go out. */
  public void passed(long millis) {
    if (next == Long.MIN_VALUE && !begins(millis)) {
      return;
    }
    while (next + windowMillis <= millis) {
      if (next - filledUntil >= LONGEST_SILENCE_MILLIS) {
        skipSilence(millis);
        continue;
      }
      TrafficWindow window = open.remove(next);
      next += windowMillis;
      filledUntil = window == null ? filledUntil : next;
      sink.window(inStretch(window == null ? empty(next - windowMillis) : window));
    }
  }

  /** Whether there is a first window that has ended; until then earlier ones may come. */
  private boolean begins(long millis) {
    if (open.isEmpty() || open.firstKey() + windowMillis > millis) {
      return false;
    }
    long first = open.firstKey();
    boolean silence = first - firstMillis > LONGEST_SILENCE_MILLIS;
    next = firstMillis == Long.MIN_VALUE || silence ? first : firstMillis;
    filledUntil = next;
    return true;
  }

  private void skipSilence(long millis) {
    if (!silent) {
      silent = true;
      stretch++;
    }
    next = roundDown(millis);
    if (!open.isEmpty() && open.firstKey() <= next) {
      next = open.firstKey();
      filledUntil = next;
      silent = false;
    }
  }

  /** Windows before this moment have gone out; {@link Long#MIN_VALUE} before the first. */
  public long passedUntil() {
    return next;
  }

  /** Chains that came after their window was closed, and are in none. */
  public long lateChains() {
    return lateChains;
  }

  /** Chains from before the first window. */
  public long earlyChains() {
    return earlyChains;
  }

  private TrafficWindow inStretch(TrafficWindow window) {
    return window.stretch() == stretch
        ? window
        : new TrafficWindow(
            window.startMillis(),
            window.endMillis(),
            stretch,
            window.clusters(),
            window.rare(),
            window.novel());
  }

  private TrafficWindow empty(long start) {
    List<ClusterWindow> clusters = new ArrayList<>(nodesOfClusters.length);
    for (int nodes : nodesOfClusters) {
      clusters.add(new ClusterWindow(nodes));
    }
    return new TrafficWindow(
        start, start + windowMillis, stretch, clusters, new ClusterWindow(0), new NovelChains());
  }

  private long roundDown(long millis) {
    return Math.floorDiv(millis, windowMillis) * windowMillis;
  }

  private long roundUp(long millis) {
    return Math.ceilDiv(millis, windowMillis) * windowMillis;
  }
}
