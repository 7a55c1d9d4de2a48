package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.exchange.Syscall;

/**
 * One event, whatever the line was written like: ranges of bytes where it stands, nothing
 * allocated. Filled by a {@link LineFormat}.
 */
public final class EventLine {

  /** Where the line stands; all ranges are of it. */
  public byte[] bytes = new byte[0];

  /** Nanoseconds since the epoch, or since midnight or the beginning where no more is told. */
  public long nanos;

  /** Whether {@link #nanos} begins anew each midnight. */
  public boolean timeOfDay;

  /** Whether the line holds nothing that shows, such as the end of a colour. */
  public boolean blank;

  /** The thread's number. */
  public long tid;

  /** The process's number; -1 where not told. */
  public long pid = -1;

  /** Whether the call is entered rather than left. */
  public boolean enter;

  /** The call; OTHER for events without meaning here. */
  public Syscall call = Syscall.OTHER;

  /** Range of the name of the process. */
  public int processFrom;

  public int processTo;

  /** Range of the container's id; empty where not told. */
  public int containerFrom;

  public int containerTo;

  /** Range of the container's name; empty where not told. */
  public int containerNameFrom;

  public int containerNameTo;

  /** Range of the parameters, {@code name=value} each. */
  public int parametersFrom;

  public int parametersTo;

  /** Forgets what not every line tells. */
  public void clear() {
    pid = -1;
    blank = false;
    timeOfDay = false;
    processFrom = processTo = 0;
    containerFrom = containerTo = 0;
    containerNameFrom = containerNameTo = 0;
    parametersFrom = parametersTo = 0;
  }
}
