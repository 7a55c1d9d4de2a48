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

  /** A source silent for longer was not watching: what comes next is a stretch of its own. */
  private static final long LONGEST_SILENCE_MILLIS = 60_000;

  private final int[] nodesOfClusters;
  private final long windowMillis;
  private final TrafficWindowSink sink;
  private final TreeMap<Long, TrafficWindow> open = new TreeMap<>();
  private long firstMillis;
  private long next = Long.MIN_VALUE;
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
    this.firstMillis = firstMillis;
    this.sink = sink;
  }

  /**
   * The open window that a chain belongs to; null where it begins before the first or in one that
   * is closed, which is counted.
   */
  public @Nullable TrafficWindow windowOf(long startMillis) {
    if (startMillis < firstMillis) {
      earlyChains++;
      return null;
    }
    long start = Math.floorDiv(startMillis, windowMillis) * windowMillis;
    if (next == Long.MIN_VALUE) {
      // Where the first window is cut in two by the beginning, it is left out.
      next = firstMillis == Long.MIN_VALUE ? start : roundUp(firstMillis);
      firstMillis = next;
    }
    if (start < next) {
      if (startMillis < firstMillis) {
        earlyChains++;
      } else {
        lateChains++;
      }
      return null;
    }
    return open.computeIfAbsent(start, this::empty);
  }

  /** Nothing that begins before this moment comes any more: windows that ended by then go out. */
  public void passed(long millis) {
    if (next == Long.MIN_VALUE) {
      return;
    }
    while (next + windowMillis <= millis) {
      Long following = open.isEmpty() ? null : open.firstKey();
      long silentUntil = following == null ? millis : Math.min(following, millis);
      if (silentUntil - next > LONGEST_SILENCE_MILLIS) {
        stretch++;
        next = Math.floorDiv(silentUntil, windowMillis) * windowMillis;
        continue;
      }
      TrafficWindow window = open.remove(next);
      sink.window(inStretch(window == null ? empty(next) : window));
      next += windowMillis;
    }
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

  private long roundUp(long millis) {
    return Math.ceilDiv(millis, windowMillis) * windowMillis;
  }
}
