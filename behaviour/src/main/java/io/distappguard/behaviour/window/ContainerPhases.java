package io.distappguard.behaviour.window;

import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Follows containers from their first process to their last. State changes only between intervals
 * or with the first exchange of a container, so the order of exchanges within an interval does not
 * matter.
 */
final class ContainerPhases {

  private static final byte ABSENT = 0;
  private static final byte STARTING = 1;
  private static final byte RUNNING = 2;

  private final PhaseRules rules;
  private final long intervalMillis;

  private final List<String> roles = new ArrayList<>();
  private byte[] states = new byte[16];
  private long[] startMillis = new long[16];
  private long[] lastNewMillis = new long[16];
  private boolean[] doneSomethingNew = new boolean[16];
  private final List<Set<Long>> alive = new ArrayList<>();
  private final List<Set<Long>> arrived = new ArrayList<>();
  private final List<Set<Long>> departed = new ArrayList<>();
  private final Set<Integer> moved = new HashSet<>();
  private final Set<Integer> starting = new HashSet<>();

  private final Map<String, Long> lastChangeMillis = new HashMap<>();
  private Set<String> established = Set.of();
  private List<Integer> begun = new ArrayList<>();
  private List<Integer> settled = new ArrayList<>();
  private List<Integer> stopped = new ArrayList<>();

  ContainerPhases(PhaseRules rules, long intervalMillis) {
    this.rules = rules;
    this.intervalMillis = intervalMillis;
  }

  void container(String role) {
    int container = roles.size();
    roles.add(role);
    alive.add(new HashSet<>());
    arrived.add(new HashSet<>());
    departed.add(new HashSet<>());
    if (container == states.length) {
      states = Arrays.copyOf(states, 2 * container);
      startMillis = Arrays.copyOf(startMillis, 2 * container);
      lastNewMillis = Arrays.copyOf(lastNewMillis, 2 * container);
      doneSomethingNew = Arrays.copyOf(doneSomethingNew, 2 * container);
    }
  }

  /** A process of a container took part in an edge for its first time. */
  void seen(ProcessImage process, boolean newEdge) {
    arrived.get(process.container()).add(process.pid());
    moved.add(process.container());
    doneSomethingNew[process.container()] |= newEdge;
  }

  void exited(ProcessImage process) {
    departed.get(process.container()).add(process.pid());
    moved.add(process.container());
  }

  /** Whether a container that does something in this interval is in its start-up. */
  boolean isStarting(int container, long interval) {
    byte state = states[container];
    if (state == RUNNING) {
      return false;
    }
    if (state == ABSENT) {
      states[container] = STARTING;
      startMillis[container] = interval;
      lastNewMillis[container] = interval;
      begun.add(container);
      starting.add(container);
      lastChangeMillis.put(roles.get(container), interval);
    }
    return true;
  }

  void endInterval(long interval) {
    for (int container : moved) {
      Set<Long> living = alive.get(container);
      living.addAll(arrived.get(container));
      living.removeAll(departed.get(container));
      arrived.get(container).clear();
      boolean stops = living.isEmpty() && !departed.get(container).isEmpty();
      departed.get(container).clear();
      if (stops && states[container] != ABSENT) {
        states[container] = ABSENT;
        starting.remove(container);
        stopped.add(container);
        lastChangeMillis.put(roles.get(container), interval);
      }
    }
    moved.clear();
    starting.removeIf(container -> settles(container, interval));
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
      String role = roles.get(container);
      lastChangeMillis.put(role, interval);
      if (!established.contains(role)) {
        Set<String> more = new HashSet<>(established);
        more.add(role);
        established = Set.copyOf(more);
      }
    }
    return over;
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
