package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.syscall.Descriptors;
import io.distappguard.telemetry.syscall.LongMap;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one recording by their kernel number, and which process each belongs to. Lines of
 * a child may come before its parent's clone returns: then the newest fork that still waits is
 * taken for its origin, and put right when the fork returns.
 */
final class Threads {

  private static final byte[] CLONE_THREAD = bytes("CLONE_THREAD");
  private static final byte[] CLONE_FILES = bytes("CLONE_FILES");

  private final LongMap<TracedThread> threads = new LongMap<>();
  private @Nullable TracedThread last;
  private final List<TracedThread> forking = new ArrayList<>();

  /** Makes the image of a process known where it is needed. */
  interface Images {
    /** Number of the process's current image. */
    int of(TracedProcess process);
  }

  /** PID_MAX_LIMIT of 64-bit Linux (include/linux/threads.h). */
  private static final int MOST_TIDS = 1 << 22;

  /** Stands for a process whose lines show no number. */
  private static final int UNNAMED = 0;

  private final int container;
  private final Images images;
  private final BitSet children = new BitSet();
  private int first = UNNAMED;

  Threads(int container, Images images) {
    this.container = container;
    this.images = images;
  }

  /**
   * The thread a line is of. To a terminal strace shows the number only while several processes
   * live: a line without is of the only one, whose number may not be known yet.
   */
  TracedThread of(StraceLine line) {
    int tid = line.tid();
    TracedThread recent = last;
    if (recent != null && (recent.tid == tid && tid != 0 || tid == 0 && threads.size() == 1)) {
      return recent;
    }
    TracedThread known = tid == 0 ? only() : find(tid);
    if (known == null) {
      known = isFirst(line) ? named(tid) : unexpected(tid);
    }
    last = known;
    return known;
  }

  /** The thread that a line says has ended; null where it was never heard of. */
  @Nullable TracedThread ending(StraceLine line) {
    int tid = line.tid();
    if (tid == 0) {
      return threads.size() == 0 ? null : only();
    }
    TracedThread known = find(tid);
    return known == null && isFirst(line) ? named(tid) : known;
  }

  /** strace says that it attached to a process: one of this number is a child, or the first. */
  void attached(int tid) {
    if (tid > 0 && tid < MOST_TIDS) {
      children.set(tid);
    }
  }

  /** The number of the first process, where the recording tells it elsewhere than in its lines. */
  void first(int tid) {
    first = tid;
  }

  private TracedThread only() {
    TracedThread unnamed = find(UNNAMED);
    TracedThread only = threads.size() == 1 ? threads.any() : unnamed;
    if (only == null) {
      only = find(first);
    }
    return only == null ? unexpected(first) : only;
  }

  /**
   * Whether a number that was not met before is that of the process whose lines had none: it is no
   * child that strace told of, nor one whose fork has not returned.
   */
  private boolean isFirst(StraceLine line) {
    TracedThread unnamed = find(UNNAMED);
    if (unnamed == null || children.get(Math.min(line.tid(), MOST_TIDS))) {
      return false;
    }
    boolean isResumed = line.kind() == StraceLine.Kind.RESUMED;
    return isResumed
        ? unnamed.isWaiting && unnamed.waiting == line.syscall()
        : !unnamed.isWaiting || !unnamed.waiting.forks();
  }

  private TracedThread named(int tid) {
    TracedThread unnamed = find(UNNAMED);
    if (unnamed == null) {
      throw new IllegalStateException("thread " + tid + " (expected: one without a number)");
    }
    threads.remove(UNNAMED);
    unnamed.tid = tid;
    first = tid;
    add(unnamed);
    return unnamed;
  }

  @Nullable TracedThread find(int tid) {
    return threads.get(tid);
  }

  /** A fork's first half was seen. */
  void forkBegins(TracedThread parent) {
    forking.add(parent);
  }

  /** A fork's second half was seen, whatever came of it. */
  void forkReturns(TracedThread parent) {
    forking.remove(parent);
  }

  /**
   * A fork gave a child.
   *
   * @return the child's process where a process was begun, null where it was a thread
   */
  @Nullable TracedProcess forked(
      TracedThread parent, int childTid, byte[] buffer, int from, int to) {
    boolean isThread = ByteText.contains(buffer, from, to, CLONE_THREAD);
    boolean sharesFiles = ByteText.contains(buffer, from, to, CLONE_FILES);
    TracedThread child = find(childTid);
    if (child != null && !child.guessed) {
      // the number was used before and its end was not seen
      remove(child);
      child = null;
    }
    if (child == null) {
      child =
          new TracedThread(
              childTid, isThread ? parent.process : fork(parent, childTid, sharesFiles));
      add(child);
    } else {
      correct(child, parent, isThread, sharesFiles);
    }
    child.guessed = false;
    return isThread ? null : child.process;
  }

  /**
   * A thread executes. One that was taken for a thread of a process only because its lines came
   * before any fork returned is a child of another fork: threads start no other program.
   */
  void executes(TracedThread thread) {
    TracedProcess taken = thread.process;
    if (!thread.guessed || taken.pid() == thread.tid) {
      return;
    }
    TracedThread parent = null;
    for (TracedThread candidate : forking) {
      if (!forksThread(candidate)) {
        parent = candidate.childSeen ? parent : candidate;
      } else if (candidate.process == taken) {
        candidate.childSeen = false;
      }
    }
    taken.threads--;
    thread.process = parent == null ? stranger(thread.tid) : childOf(parent, thread.tid);
    thread.process.threads++;
  }

  /** The thread ended; whether its process ended with it. */
  boolean end(TracedThread thread) {
    forking.remove(thread);
    remove(thread);
    TracedProcess process = thread.process;
    process.threads--;
    if (process.threads == 0 && !process.ended) {
      process.ended = true;
      return true;
    }
    return false;
  }

  private TracedThread unexpected(int tid) {
    TracedThread parent = null;
    for (TracedThread candidate : forking) {
      if (!candidate.childSeen) {
        parent = candidate;
      }
    }
    TracedProcess process;
    if (parent == null) {
      process = stranger(tid);
    } else if (forksThread(parent)) {
      parent.childSeen = true;
      process = parent.process;
    } else {
      process = childOf(parent, tid);
    }
    TracedThread child = new TracedThread(tid, process);
    child.guessed = true;
    add(child);
    return child;
  }

  private static boolean forksThread(TracedThread forking) {
    return ByteText.contains(forking.half, 0, forking.halfLength, CLONE_THREAD);
  }

  /** A process of which nothing is known yet. */
  private TracedProcess stranger(int tid) {
    return new TracedProcess(container, tid, -1, "", "", new Descriptors(), "");
  }

  /** The child of a fork that still waits. */
  private TracedProcess childOf(TracedThread parent, int tid) {
    parent.childSeen = true;
    boolean sharesFiles = ByteText.contains(parent.half, 0, parent.halfLength, CLONE_FILES);
    return fork(parent, tid, sharesFiles);
  }

  private void correct(
      TracedThread child, TracedThread parent, boolean isThread, boolean sharesFiles) {
    TracedProcess taken = child.process;
    boolean takenForThread = taken.pid() != child.tid;
    if (isThread ? taken == parent.process : isChild(taken, child, parent)) {
      return;
    }
    if (!isThread && !takenForThread && taken.isAnnounced() && taken.parentImage() < 0) {
      // it executed before its parent was known: keep what it became
      return;
    }
    taken.threads--;
    child.process = isThread ? parent.process : fork(parent, child.tid, sharesFiles);
    child.process.threads++;
  }

  private boolean isChild(TracedProcess taken, TracedThread child, TracedThread parent) {
    return taken.pid() == child.tid && taken.parentImage() == images.of(parent.process);
  }

  private TracedProcess fork(TracedThread parent, int childTid, boolean sharesFiles) {
    TracedProcess origin = parent.process;
    return new TracedProcess(
        container,
        childTid,
        images.of(origin),
        origin.executable(),
        origin.arguments(),
        sharesFiles ? origin.descriptors : origin.descriptors.copy(),
        origin.directory());
  }

  private void add(TracedThread thread) {
    threads.put(thread.tid, thread);
  }

  private void remove(TracedThread thread) {
    if (threads.get(thread.tid) == thread) {
      threads.remove(thread.tid);
    }
    if (last == thread) {
      last = null;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
