package io.distappguard.telemetry.syscall;

/** What the result of a system call says: from 0 on success, below that the error's number. */
public final class CallResult {

  /** A connect that was begun and goes on. */
  public static final long IN_PROGRESS = -115;

  private static final long AGAIN = -11;
  private static final long INTERRUPTED = -4;

  /** The kernel's own ERESTARTSYS to ERESTART_RESTARTBLOCK. */
  private static final long RESTART_FIRST = -512;

  private static final long RESTART_LAST = -516;

  private CallResult() {}

  /** Whether the call is made again rather than failed. */
  public static boolean isRetry(long result) {
    return result == AGAIN
        || result == INTERRUPTED
        || result <= RESTART_FIRST && result >= RESTART_LAST;
  }

  /** Whether it failed for good. */
  public static boolean isFailure(long result) {
    return result < 0 && !isRetry(result);
  }
}
