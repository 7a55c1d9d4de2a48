package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.syscall.TracedProcess;

/** A thread, and the first half of a call it is in. */
final class TracedThread {

  int tid;
  TracedProcess process;

  /** The call whose first half was seen; OTHER with {@link #isWaiting} false where none. */
  Syscall waiting = Syscall.OTHER;

  boolean isWaiting;

  /** Arguments of the first half. */
  byte[] half = new byte[0];

  int halfLength;

  /** Whether a child was already matched with the fork this thread is in. */
  boolean childSeen;

  /** Whether this thread's parent was guessed, because its lines came before the fork returned. */
  boolean guessed;

  TracedThread(int tid, TracedProcess process) {
    this.tid = tid;
    this.process = process;
    process.threads++;
  }

  void begin(Syscall call, byte[] buffer, int from, int to) {
    int length = to - from;
    if (half.length < length) {
      half = new byte[Math.max(length, 256)];
    }
    System.arraycopy(buffer, from, half, 0, length);
    halfLength = length;
    waiting = call;
    isWaiting = true;
    childSeen = false;
  }
}
