package io.distappguard.behaviour.window;

import io.distappguard.behaviour.graph.EdgeSink;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ProcessImage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Cuts the stream of edges into windows of one hop each, without gap or overlap. Longer windows are
 * made of these by {@link LongWindows}. An exchange costs three additions; closing a window costs
 * time proportional to the carriers that did anything. Not thread-safe.
 */
public final class WindowStream implements EdgeSink {

  /**
   * When the source ends no interval for longer than this many windows, it was not there: that is
   * no silence of the application, of which nothing is known then.
   */
  private static final int LONGEST_PAUSE = 12;

  private static final long NOT_BEGUN = Long.MIN_VALUE;

  private final long hopMillis;
  private final long intervalMillis;
  private final WindowSink sink;
  private final ContainerPhases phases;
  private final CarrierTable table = new CarrierTable();
  private final Set<Long> edgesOfContainers = new HashSet<>();

  private int[] slots = new int[1 << 11];
  private int touched;
  private long[] calls = new long[1 << 11];
  private long[] bytes = new long[1 << 11];
  private long[] errors = new long[1 << 11];
  private int carrierCount;

  private long windowStart = NOT_BEGUN;

  /** End of the last interval that ended. */
  private long heardUntil = NOT_BEGUN;

  private long intervalsMissing;
  private final Map<Integer, Integer> lostIntervals = new HashMap<>();
  private final Set<Integer> losing = new HashSet<>();
  private final Set<String> reasons = new TreeSet<>();
  private final Map<String, RoleState> roles = new HashMap<>();
  private long lateExchanges;

  /**
   * A stream of windows.
   *
   * @param hopMillis length of a window
   * @param intervalMillis length of the source's intervals
   */
  public WindowStream(long hopMillis, long intervalMillis, PhaseRules rules, WindowSink sink) {
    this.hopMillis = hopMillis;
    this.intervalMillis = intervalMillis;
    this.sink = sink;
    this.phases = new ContainerPhases(rules, intervalMillis);
  }

  @Override
  public void container(Container container, String role) {
    table.container(container, role);
    phases.container(container, role);
  }

  @Override
  public void process(ProcessImage process) {
    phases.process(process);
  }

  @Override
  public void carrier(int carrier, int edge, ProcessImage process) {
    table.carrier(carrier, edge, process);
    carrierCount = carrier + 1;
    if (2 * carrierCount > calls.length) {
      calls = Arrays.copyOf(calls, 2 * calls.length);
      bytes = Arrays.copyOf(bytes, calls.length);
      errors = Arrays.copyOf(errors, calls.length);
    }
    phases.seen(process, edgesOfContainers.add(((long) process.container() << 32) | edge));
  }

  @Override
  public void exchange(long interval, int carrier, int callCount, long byteCount, int errorCount) {
    if (interval < windowStart) {
      lateExchanges++;
      return;
    }
    advanceTo(interval);
    int slot = 2 * carrier + (phases.isStarting(table.containerOf(carrier), interval) ? 1 : 0);
    if (calls[slot] == 0) {
      if (touched == slots.length) {
        slots = Arrays.copyOf(slots, 2 * touched);
      }
      slots[touched++] = slot;
    }
    calls[slot] += callCount;
    bytes[slot] += byteCount;
    errors[slot] += errorCount;
  }

  @Override
  public void executed(long interval, ProcessImage process) {
    phases.executed(process);
  }

  @Override
  public void exited(long interval, ProcessImage process) {
    phases.exited(process);
  }

  @Override
  public void incomplete(long interval, int container, String reason, long count) {
    if (interval < windowStart) {
      return;
    }
    advanceTo(interval);
    reasons.add(reason);
    losing.add(table.knows(container) ? container : Coverage.ANY);
  }

  @Override
  public void endInterval(long interval) {
    if (interval < windowStart) {
      return;
    }
    advanceTo(interval);
    heardUntil = interval + intervalMillis;
    Set<Integer> ranBefore = phases.endInterval(interval);
    if (!ranBefore.isEmpty()) {
      countAsSteady(ranBefore);
      // They ran in the intervals of the window before this one too.
      roles.clear();
    }
    countInstances();
    countLosses();
    if (interval + intervalMillis >= windowStart + hopMillis) {
      close();
    }
  }

  /** Exchanges that came after their window was closed, and were left out. */
  public long lateExchanges() {
    return lateExchanges;
  }

  /** Whether nothing between these times means that the source was not there. */
  public boolean isPause(long startMillis, long endMillis) {
    return endMillis - startMillis >= LONGEST_PAUSE * hopMillis;
  }

  private void advanceTo(long interval) {
    if (windowStart == NOT_BEGUN) {
      begin(interval);
      return;
    }
    if (isPause(windowStart, interval)) {
      long pauseStart = Math.max(windowStart, heardUntil);
      if (pauseStart > windowStart) {
        intervalsMissing += (windowStart + hopMillis - pauseStart) / intervalMillis;
        reasons.add("recording pauses within the window");
        close();
      }
      begin(interval);
      sink.gap(pauseStart, interval);
      return;
    }
    while (interval >= windowStart + hopMillis) {
      close();
    }
  }

  /** What containers did in the window was not their start-up after all. */
  private void countAsSteady(Set<Integer> containers) {
    int kept = 0;
    for (int index = 0; index < touched; index++) {
      int slot = slots[index];
      int steady = slot & ~1;
      if (slot == steady || !containers.contains(table.containerOf(slot >> 1))) {
        slots[kept++] = slot;
        continue;
      }
      if (calls[steady] == 0) {
        slots[kept++] = steady;
      }
      calls[steady] += calls[slot];
      bytes[steady] += bytes[slot];
      errors[steady] += errors[slot];
      calls[slot] = 0;
      bytes[slot] = 0;
      errors[slot] = 0;
    }
    touched = kept;
  }

  /** Counts the containers that lost in the interval that ends. */
  private void countLosses() {
    losing.forEach(container -> lostIntervals.merge(container, 1, Integer::sum));
    losing.clear();
  }

  private Coverage coverage() {
    countLosses();
    if (intervalsMissing == 0 && lostIntervals.isEmpty()) {
      return Coverage.WHOLE;
    }
    double intervals = hopMillis / (double) intervalMillis;
    double running = Math.max(1, roles.values().stream().mapToInt(RoleState::most).sum());
    Map<Integer, Double> lost = new HashMap<>();
    double time = 1 - intervalsMissing / intervals;
    double share = time;
    for (Map.Entry<Integer, Integer> container : lostIntervals.entrySet()) {
      double ofContainer = Math.min(1, container.getValue() / intervals);
      lost.put(container.getKey(), ofContainer);
      share -= ofContainer / (container.getKey() == Coverage.ANY ? 1 : running);
    }
    return new Coverage(time, Math.max(0, share), lost, reasons);
  }

  private void begin(long interval) {
    windowStart = interval - Math.floorMod(interval, hopMillis);
    intervalsMissing = (interval - windowStart) / intervalMillis;
    if (intervalsMissing > 0) {
      reasons.add("recording begins within the window");
    }
  }

  private void countInstances() {
    phases
        .roleStates(windowStart)
        .forEach((role, state) -> roles.merge(role, state, RoleState::and));
  }

  private void close() {
    if (roles.isEmpty()) {
      countInstances();
    }
    List<Integer> stopped = phases.takeStopped();
    // The order of arrival within the window must not show.
    Arrays.sort(slots, 0, touched);
    int[] carriers = new int[touched];
    byte[] phaseOf = new byte[touched];
    long[] callsOf = new long[touched];
    long[] bytesOf = new long[touched];
    long[] errorsOf = new long[touched];
    for (int i = 0; i < touched; i++) {
      int slot = slots[i];
      carriers[i] = slot >> 1;
      phaseOf[i] = (byte) phaseOf(slot, stopped).ordinal();
      callsOf[i] = calls[slot];
      bytesOf[i] = bytes[slot];
      errorsOf[i] = errors[slot];
      calls[slot] = 0;
      bytes[slot] = 0;
      errors[slot] = 0;
    }
    touched = 0;
    Window window =
        new Window(
            table,
            windowStart,
            windowStart + hopMillis,
            carriers,
            phaseOf,
            callsOf,
            bytesOf,
            errorsOf,
            Map.copyOf(roles),
            phases.established(),
            phases.takeBegun(),
            phases.takeSettled(),
            stopped,
            coverage());
    roles.clear();
    reasons.clear();
    intervalsMissing = 0;
    lostIntervals.clear();
    windowStart += hopMillis;
    sink.window(window);
  }

  private Phase phaseOf(int slot, List<Integer> stopped) {
    if ((slot & 1) != 0) {
      return Phase.STARTING;
    }
    return stopped.contains(table.containerOf(slot >> 1)) ? Phase.STOPPING : Phase.STEADY;
  }
}
