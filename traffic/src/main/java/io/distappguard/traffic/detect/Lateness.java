package io.distappguard.traffic.detect;

import io.distappguard.traffic.series.TrafficWindow;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds that too many chains come too late: an exporter that is behind, or somebody who does not
 * want to be seen. Told once, until fewer do. Not thread-safe.
 */
final class Lateness {

  private static final long LENGTH_MILLIS = 60_000;

  /** Share that is told. */
  private static final double MOST = 0.05;

  /** Sources told apart in a window; whoever sends spans chooses their names. */
  private static final int MOST_SOURCES = 16;

  private final int length;
  private final ArrayDeque<Counts> minute = new ArrayDeque<>();
  private Counts next = new Counts();
  private boolean told;

  Lateness(long windowMillis) {
    length = (int) Math.max(1, LENGTH_MILLIS / windowMillis);
  }

  /** Where a chain began that came too late. */
  private record Source(String service, String instance) {}

  /** What came between two windows. */
  private static final class Counts {
    private final Map<Source, Long> sources = new HashMap<>();
    private long late;
    private long judged;
    private long startMillis;
    private long endMillis;
  }

  /** A chain came too late. */
  void late(String service, String instance) {
    next.late++;
    Source source = new Source(service, instance);
    if (next.sources.containsKey(source) || next.sources.size() < MOST_SOURCES) {
      next.sources.merge(source, 1L, Long::sum);
    }
  }

  /** Takes the next window; what to tell where with it too many of the last minute are late. */
  @Nullable LateChains window(TrafficWindow window) {
    next.judged = window.chains();
    next.startMillis = window.startMillis();
    next.endMillis = window.endMillis();
    minute.addLast(next);
    next = new Counts();
    if (minute.size() > length) {
      minute.removeFirst();
    }
    // Of less than a minute one chain may be a large share.
    return minute.size() < length ? null : ofTheMinute();
  }

  private @Nullable LateChains ofTheMinute() {
    long late = 0;
    long chains = 0;
    for (Counts counts : minute) {
      late += counts.late;
      chains += counts.late + counts.judged;
    }
    boolean tooMany = late > MOST * chains;
    boolean tells = tooMany && !told;
    told = tooMany;
    if (!tells) {
      return null;
    }
    Source source = most(late);
    return new LateChains(
        minute.getFirst().startMillis,
        minute.getLast().endMillis,
        late,
        chains,
        source.service(),
        source.instance());
  }

  /** The source of more than half of them. */
  private Source most(long late) {
    Map<Source, Long> sums = new HashMap<>();
    for (Counts counts : minute) {
      counts.sources.forEach((source, count) -> sums.merge(source, count, Long::sum));
    }
    return sums.entrySet().stream()
        .filter(source -> source.getValue() > late / 2)
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(new Source("", ""));
  }
}
