package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.Operation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a recording by container and pid, for sources that name the process with every
 * event. Each gets an image when it is first needed and another when it executes. As many as a host
 * has alive are kept; of more, those not heard of for longest are forgotten, and are new processes
 * when they come again. Not thread-safe.
 */
public final class HostProcesses {

  private static final int MOST = 1 << 16;
  private static final int LONGEST_ARGUMENTS = 256;

  private final Registry registry;
  private final IntervalExchanges exchanges;
  private @Nullable HostProcess[] slots = new HostProcess[256];
  private int size;
  private long uses;
  private long micros;

  public HostProcesses(Registry registry, IntervalExchanges exchanges) {
    this.registry = registry;
    this.exchanges = exchanges;
  }

  /** Time goes on. */
  public void at(long now) {
    micros = now;
  }

  /** The process of this number; one of which nothing is known where it was not met before. */
  public HostProcess get(int container, long pid) {
    HostProcess known = find(container, pid);
    if (known == null) {
      known = new HostProcess(container, pid, -1, "", "", "");
      add(known);
    }
    return known;
  }

  /** The process of this number, or null. */
  public @Nullable HostProcess find(int container, long pid) {
    int mask = slots.length - 1;
    for (int slot = hash(container, pid) & mask; ; slot = (slot + 1) & mask) {
      HostProcess known = slots[slot];
      if (known == null) {
        return null;
      }
      if (known.pid() == pid && known.container() == container) {
        known.lastUse = ++uses;
        return known;
      }
    }
  }

  /**
   * The process of this number, of which the event tells what it runs: one that ran something else
   * before has executed without our seeing it, and is of another image from now on.
   *
   * @param executable path, empty where the event does not tell
   * @param arguments joined by spaces, empty where the event does not tell
   * @param parent the process that began it, or null
   */
  public HostProcess running(
      int container, long pid, String executable, String arguments, @Nullable HostProcess parent) {
    HostProcess known = find(container, pid);
    if (known == null) {
      known =
          new HostProcess(
              container,
              pid,
              parent == null ? -1 : image(parent),
              executable,
              shortened(arguments),
              "");
      add(known);
    } else if (!isSame(known.executable(), executable)) {
      if (known.executable().isEmpty()) {
        known.learn(executable, shortened(arguments));
      } else {
        known.become(executable, shortened(arguments));
      }
    }
    return known;
  }

  /** Number of the process's current image. */
  public int image(HostProcess process) {
    return process.image(registry, micros);
  }

  /** A process executed, or failed to. */
  public void execute(HostProcess process, String executable, String arguments, boolean failed) {
    process.execute(executable, shortened(arguments), failed, registry, exchanges, micros);
  }

  /**
   * A process forked.
   *
   * @return the child, which runs what its parent runs
   */
  public HostProcess fork(HostProcess parent, int childContainer, long childPid) {
    HostProcess before = find(childContainer, childPid);
    if (before != null && before.parentImage() == image(parent)) {
      // its own events came before its parent's fork returned
      forked(parent, before);
      return before;
    }
    if (before != null) {
      remove(before);
    }
    HostProcess child =
        new HostProcess(
            childContainer,
            childPid,
            image(parent),
            parent.executable(),
            parent.arguments(),
            parent.directory());
    add(child);
    forked(parent, child);
    return child;
  }

  private void forked(HostProcess parent, HostProcess child) {
    exchange(parent, child.entity(registry, micros), Operation.FORK, 0, false);
  }

  /**
   * A process ended.
   *
   * @param how {@code exit}, or {@code killed by} a signal
   */
  public void exit(HostProcess process, String how) {
    exchange(process, registry.kernel(process.container(), how), Operation.EXIT, 0, false);
    remove(process);
  }

  /** Data moved, or control exercised. */
  public void exchange(
      HostProcess process, int entity, Operation operation, long bytes, boolean failed) {
    exchanges.add(image(process), entity, operation, bytes, failed);
  }

  /** Something done to another process, which may not have been met. */
  public void onProcess(HostProcess process, long target, Operation operation, boolean failed) {
    HostProcess known = find(process.container(), target);
    if (known != process) {
      int image = known == null ? -1 : image(known);
      int entity = registry.processEntity(process.container(), image);
      exchange(process, entity, operation, 0, failed);
    }
  }

  /**
   * Whether the two may be one executable. Some events tell its path, some the command's name
   * alone, which threads may change.
   */
  private static boolean isSame(String known, String told) {
    if (known.isEmpty()) {
      return told.isEmpty();
    }
    return !told.startsWith("/") || known.equals(told) || told.endsWith("/" + known);
  }

  private static String shortened(String arguments) {
    return arguments.length() > LONGEST_ARGUMENTS
        ? arguments.substring(0, LONGEST_ARGUMENTS)
        : arguments;
  }

  private void add(HostProcess process) {
    process.lastUse = ++uses;
    if (size >= MOST) {
      forgetHalf();
    } else if (size * 2 >= slots.length) {
      refill(slots.length * 2, Long.MIN_VALUE);
    }
    insert(process);
    size++;
  }

  private void forgetHalf() {
    long[] ages = new long[size];
    int count = 0;
    for (HostProcess process : slots) {
      if (process != null) {
        ages[count++] = process.lastUse;
      }
    }
    Arrays.sort(ages);
    refill(slots.length, ages[count / 2]);
  }

  private void refill(int length, long oldestUse) {
    @Nullable HostProcess[] old = slots;
    slots = new HostProcess[length];
    size = 0;
    for (HostProcess process : old) {
      if (process != null && process.lastUse >= oldestUse) {
        insert(process);
        size++;
      }
    }
  }

  private void insert(HostProcess process) {
    int mask = slots.length - 1;
    int slot = hash(process.container(), process.pid()) & mask;
    while (slots[slot] != null) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = process;
  }

  /** Takes one out and moves those behind it up (Knuth, volume 3, 6.4, algorithm R). */
  private void remove(HostProcess process) {
    int mask = slots.length - 1;
    int slot = hash(process.container(), process.pid()) & mask;
    while (slots[slot] != process) {
      if (slots[slot] == null) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = null;
    size--;
    for (int next = (slot + 1) & mask; ; next = (next + 1) & mask) {
      HostProcess moved = slots[next];
      if (moved == null) {
        return;
      }
      slots[next] = null;
      insert(moved);
    }
  }

  private static int hash(int container, long pid) {
    long mixed = (pid * 31 + container) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 32);
  }
}
