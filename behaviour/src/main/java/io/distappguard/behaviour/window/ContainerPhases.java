package io.distappguard.behaviour.window;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows containers from their first process to their last. State changes only between intervals,
 * so the order of exchanges within an interval does not matter.
 *
 * <p>A container that ran before the watching began is not starting, whenever it first does
 * something: its own start says so, or that of a process in it, or, where the source tells neither,
 * that it takes part in the first interval without having executed a program of its own in it.
 */
final class ContainerPhases {

  private static final byte ABSENT = 0;
  private static final byte STARTING = 1;
  private static final byte RUNNING = 2;

  private static final long NOT_BEGUN = Long.MIN_VALUE;

  /** Processes of a container that are followed to their end. */
  private static final int MOST_PROCESSES = 1 << 16;

  private final PhaseRules rules;
  private final long intervalMillis;
  private long beginMillis = NOT_BEGUN;

  private final List<String> roles = new ArrayList<>();
  private byte[] states = new byte[16];

  /** When the oldest process known to live in a container began. */
  private long[] bornMillis = new long[16];

  private long[] startMillis = new long[16];
  private long[] lastNewMillis = new long[16];
  private boolean[] doneSomethingNew = new boolean[16];
  private final List<Set<Long>> alive = new ArrayList<>();
  private final List<Set<Long>> arrived = new ArrayList<>();
  private final List<Set<Long>> departed = new ArrayList<>();
  private final Set<Integer> moved = new HashSet<>();
  private final Set<Integer> arriving = new HashSet<>();
  private final Set<Integer> executing = new HashSet<>();
  private final Set<Integer> starting = new HashSet<>();
  private int[] containerOfProcess = new int[16];
  private int processCount;

  private final Map<String, Long> lastChangeMillis = new HashMap<>();
  private Set<String> established = Set.of();
  private List<Integer> begun = new ArrayList<>();
  private List<Integer> settled = new ArrayList<>();
  private List<Integer> stopped = new ArrayList<>();

  ContainerPhases(PhaseRules rules, long intervalMillis) {
    this.rules = rules;
    this.intervalMillis = intervalMillis;
  }

  void container(Container container, String role) {
    int id = roles.size();
    roles.add(role);
    alive.add(new HashSet<>());
    arrived.add(new HashSet<>());
    departed.add(new HashSet<>());
    if (id == states.length) {
      states = Arrays.copyOf(states, 2 * id);
      bornMillis = Arrays.copyOf(bornMillis, 2 * id);
      startMillis = Arrays.copyOf(startMillis, 2 * id);
      lastNewMillis = Arrays.copyOf(lastNewMillis, 2 * id);
      doneSomethingNew = Arrays.copyOf(doneSomethingNew, 2 * id);
    }
    boolean told = container.startMillis() != Container.UNKNOWN_START;
    bornMillis[id] = told ? container.startMillis() : Long.MAX_VALUE;
  }

  /** A process image is known, whether or not it does anything. */
  void process(ProcessImage process) {
    if (processCount == containerOfProcess.length) {
      containerOfProcess = Arrays.copyOf(containerOfProcess, 2 * processCount);
    }
    int container = process.container();
    containerOfProcess[processCount++] = container;
    bornMillis[container] = Math.min(bornMillis[container], process.startMillis());
  }

  /** A process of a container took part in an edge for its first time. */
  void seen(ProcessImage process, boolean newEdge) {
    arrived.get(process.container()).add(process.pid());
    moved.add(process.container());
    doneSomethingNew[process.container()] |= newEdge;
  }

  /** A process became another program. */
  void executed(ProcessImage process) {
    int parent = process.parent();
    boolean child =
        parent >= 0 && parent < processCount && containerOfProcess[parent] == process.container();
    if (!child) {
      executing.add(process.container());
    }
  }

  void exited(ProcessImage process) {
    departed.get(process.container()).add(process.pid());
    moved.add(process.container());
  }

  /**
   * Whether a container that does something in this interval is in its start-up. Of one that was
   * absent {@link #endInterval} decides: until then it counts as starting.
   */
  boolean isStarting(int container, long interval) {
    if (beginMillis == NOT_BEGUN) {
      beginMillis = interval;
    }
    if (states[container] == ABSENT) {
      arriving.add(container);
    }
    return states[container] != RUNNING;
  }

  /**
   * Ends an interval.
   *
   * @return containers that counted as starting in it, but ran before the watching began
   */
  Set<Integer> endInterval(long interval) {
    if (beginMillis == NOT_BEGUN) {
      beginMillis = interval;
    }
    Set<Integer> ranBefore = new HashSet<>();
    for (int container : arriving) {
      if (arrive(container, interval)) {
        ranBefore.add(container);
      }
    }
    arriving.clear();
    executing.clear();
    for (int container : moved) {
      move(container, interval);
    }
    moved.clear();
    starting.removeIf(container -> settles(container, interval));
    return ranBefore;
  }

  /** A container did something for the first time; gives whether it ran before. */
  private boolean arrive(int container, long interval) {
    boolean older = bornMillis[container] < beginMillis;
    long begin = older ? bornMillis[container] : interval;
    boolean untold = interval == beginMillis && !older && !executing.contains(container);
    if (untold || (older && interval - begin >= rules.minimumMillis())) {
      states[container] = RUNNING;
      doneSomethingNew[container] = false;
      establish(roles.get(container));
      return true;
    }
    states[container] = STARTING;
    startMillis[container] = begin;
    lastNewMillis[container] = interval;
    begun.add(container);
    starting.add(container);
    lastChangeMillis.put(roles.get(container), interval);
    return false;
  }

  private void move(int container, long interval) {
    Set<Long> living = alive.get(container);
    living.addAll(arrived.get(container));
    living.removeAll(departed.get(container));
    arrived.get(container).clear();
    if (living.size() > MOST_PROCESSES) {
      // So many that end unseen: this one is not told to have stopped, and is followed no further.
      living.retainAll(Set.of(living.iterator().next()));
    }
    boolean stops = living.isEmpty() && !departed.get(container).isEmpty();
    departed.get(container).clear();
    if (stops && states[container] != ABSENT) {
      states[container] = ABSENT;
      bornMillis[container] = Long.MAX_VALUE;
      starting.remove(container);
      stopped.add(container);
      lastChangeMillis.put(roles.get(container), interval);
    }
  }

  private boolean settles(int container, long interval) {
    if (doneSomethingNew[container]) {
      lastNewMillis[container] = interval;
      doneSomethingNew[container] = false;
    }
    long age = interval + intervalMillis - startMillis[container];
    boolean quiet = interval - lastNewMillis[container] >= rules.quietMillis();
    boolean over = age >= rules.maximumMillis() || (age >= rules.minimumMillis() && quiet);
    if (over) {
      states[container] = RUNNING;
      settled.add(container);
      lastChangeMillis.put(roles.get(container), interval);
      establish(roles.get(container));
    }
    return over;
  }

  private void establish(String role) {
    if (!established.contains(role)) {
      Set<String> more = new HashSet<>(established);
      more.add(role);
      established = Set.copyOf(more);
    }
  }

  /** The instances of each role, as of the last interval. */
  Map<String, RoleState> roleStates(long windowStart) {
    Map<String, int[]> counts = new HashMap<>();
    for (int container = 0; container < roles.size(); container++) {
      int[] count = counts.computeIfAbsent(roles.get(container), role -> new int[2]);
      count[0] += states[container] == RUNNING ? 1 : 0;
      count[1] += states[container] == ABSENT ? 0 : 1;
    }
    Map<String, RoleState> roleStates = new HashMap<>();
    counts.forEach((role, count) -> {
      boolean changing = count[1] > count[0] || changedSince(role, windowStart);
      roleStates.put(role, new RoleState(count[0], count[1], changing));
    });
    return roleStates;
  }

  /** Roles that changed at or after a time, the settling time taken into account. */
  private boolean changedSince(String role, long millis) {
    Long last = lastChangeMillis.get(role);
    return last != null && last + rules.settleMillis() >= millis;
  }

  Set<String> established() {
    return established;
  }

  List<Integer> takeBegun() {
    List<Integer> taken = begun;
    begun = new ArrayList<>();
    return taken;
  }

  List<Integer> takeSettled() {
    List<Integer> taken = settled;
    settled = new ArrayList<>();
    return taken;
  }

  List<Integer> takeStopped() {
    List<Integer> taken = stopped;
    stopped = new ArrayList<>();
    return taken;
  }
}
