package io.distappguard.telemetry.syscall;

/**
 * A thread while it lives, and the call it is in. Its fields are the state of the one reader that
 * follows it.
 */
public final class HostThread {

  /** The kernel's number. */
  public final long tid;

  /** The process it belongs to. */
  public TracedProcess process;

  /** The source's number of the call that was entered; -1 where none was seen. */
  public int entered = -1;

  /** Descriptor or other first argument of the call that was entered. */
  public long enteredFirst = -1;

  /** Arguments of the call that was entered, as the source wrote them. */
  public byte[] arguments = Target.NO_TEXT;

  /** Bytes of {@link #arguments} that hold. */
  public int argumentsLength;

  /** How many {@link #arguments} there are, where the source counts them. */
  public int enteredCount;

  boolean seenByChild;
  boolean seenByParent;

  HostThread(long tid, TracedProcess process) {
    this.tid = tid;
    this.process = process;
    process.threads++;
  }

  /** Keeps what a call was entered with. */
  public void enter(int call, long first, byte[] buffer, int from, int to) {
    entered = call;
    enteredFirst = first;
    int length = to - from;
    if (arguments.length < length) {
      arguments = new byte[Math.max(64, length)];
    }
    System.arraycopy(buffer, from, arguments, 0, length);
    argumentsLength = length;
  }
}
