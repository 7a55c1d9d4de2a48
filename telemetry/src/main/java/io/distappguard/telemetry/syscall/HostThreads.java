package io.distappguard.telemetry.syscall;

import org.jspecify.annotations.Nullable;

/**
 * The threads of a host by their kernel number, and which process each belongs to. Both sides of a
 * clone may be seen, in either order, or one alone.
 */
public final class HostThreads {

  /** CLONE_THREAD, CLONE_FILES and the like, as far as they matter here. */
  public record CloneFlags(boolean thread, boolean sharesFiles) {

    /** A process with descriptors of its own. */
    public static final CloneFlags PROCESS = new CloneFlags(false, false);
  }

  private final LongMap<HostThread> threads = new LongMap<>();
  private @Nullable HostThread last;

  /** The thread of this number; the first of a process of which nothing is known where unseen. */
  public HostThread get(long tid) {
    HostThread recent = last;
    if (recent != null && recent.tid == tid) {
      return recent;
    }
    HostThread known = threads.get(tid);
    if (known == null) {
      known = add(tid, stranger(tid));
    }
    last = known;
    return known;
  }

  /** The thread of this number, or null. */
  public @Nullable HostThread find(long tid) {
    return threads.get(tid);
  }

  /** The thread that gives its process its number; made where it was not seen. */
  public HostThread listed(long tid, long pid) {
    HostThread known = threads.get(tid);
    if (known != null) {
      return known;
    }
    if (pid == tid) {
      return add(tid, stranger(pid));
    }
    // the first may not have done anything yet: the others are still threads of one process
    HostThread leader = threads.get(pid);
    return add(tid, (leader == null ? add(pid, stranger(pid)) : leader).process);
  }

  /**
   * A clone gave a child.
   *
   * @param byChild whether it was the child that returned from it
   * @param parentImage image of the parent
   * @return the child, or null where the other side of this clone was seen before
   */
  public @Nullable HostThread cloned(
      TracedProcess parent,
      int parentImage,
      long childTid,
      long childPid,
      CloneFlags flags,
      boolean byChild) {
    HostThread known = threads.get(childTid);
    if (known != null) {
      if (byChild ? known.seenByParent && !known.seenByChild : isYoung(known)) {
        known.seenByParent = true;
        known.seenByChild = true;
        return null;
      }
      // the number was used before, and its end was not seen
      remove(known);
    }
    TracedProcess process =
        flags.thread()
            ? parent
            : new TracedProcess(
                parent.container(),
                childPid,
                parentImage,
                parent.executable(),
                parent.arguments(),
                flags.sharesFiles() ? parent.descriptors : parent.descriptors.copy(),
                parent.directory());
    process.cgroup = process == parent ? process.cgroup : parent.cgroup;
    HostThread child = add(childTid, process);
    child.seenByChild = byChild;
    child.seenByParent = !byChild;
    return child;
  }

  /** The thread ended; whether its process ended with it. */
  public boolean end(HostThread thread) {
    remove(thread);
    TracedProcess process = thread.process;
    if (process.threads <= 0 && !process.ended) {
      process.ended = true;
      return true;
    }
    return false;
  }

  /** Another recording begins: nothing is known any more. */
  public void clear() {
    threads.clear();
    last = null;
  }

  private static boolean isYoung(HostThread thread) {
    return thread.seenByChild && !thread.seenByParent;
  }

  private static TracedProcess stranger(long pid) {
    return new TracedProcess(-1, pid, -1, "", "", new Descriptors(), "");
  }

  private HostThread add(long tid, TracedProcess process) {
    HostThread thread = new HostThread(tid, process);
    threads.put(tid, thread);
    return thread;
  }

  private void remove(HostThread thread) {
    threads.remove(thread.tid);
    thread.process.threads--;
    if (last == thread) {
      last = null;
    }
  }
}
