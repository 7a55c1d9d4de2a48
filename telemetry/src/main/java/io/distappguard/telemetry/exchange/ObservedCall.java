package io.distappguard.telemetry.exchange;

/**
 * A system call as sources other than strace tell it, its descriptors resolved: filled anew for
 * each event, then given to {@link CallMeaning}. Not thread-safe.
 */
public final class ObservedCall {

  /** What was called. */
  public Syscall syscall;

  /** Whether it failed. */
  public boolean failed;

  /** Bytes moved, where it moves any. */
  public long bytes;

  /** Number of the entity its descriptor stands for, -1 where the source does not tell. */
  public int entity;

  /** Whether the descriptor is a socket. */
  public boolean isSocket;

  /** Number of the entity that data is copied to, for calls with two descriptors. */
  public int target;

  /** Whether {@link #target} is a socket. */
  public boolean targetIsSocket;

  /** Its path; of two, the new one; absolute where the source knows the directory. */
  public String path;

  /** Whether a file is opened for writing, created or truncated. */
  public boolean forWriting;

  /** New arguments of an execution, joined by spaces. */
  public String arguments;

  /** Another process that it acts upon or begins, -1 where the source does not tell. */
  public long pid;

  /** What of the kernel's is acted upon, such as the kind of a namespace. */
  public String name;

  /** A call of which nothing is known. */
  public ObservedCall() {
    clear();
  }

  /** Forgets everything, for the next. */
  public void clear() {
    syscall = Syscall.OTHER;
    failed = false;
    bytes = 0;
    entity = -1;
    isSocket = false;
    target = -1;
    targetIsSocket = false;
    path = "";
    forWriting = false;
    arguments = "";
    pid = -1;
    name = "";
  }
}
