package io.distappguard.telemetry.syscall;

import org.jspecify.annotations.Nullable;

/**
 * An open file description in the sense of open(2): what descriptors made by dup, fork and the like
 * share. A socket learns its addresses after it was made. Its fields are the state of the one
 * reader that follows it.
 */
public final class OpenFile {

  /** What it stands for, as far as known now. */
  public Target target;

  /** Number of the entity, -1 while none was needed. */
  public int entity = -1;

  /** Container in which {@link #entity} was numbered. */
  int container;

  private final long maker;
  private final int descriptor;

  /** Own address as told by bind or the listening socket, where the target does not. */
  public String givenLocal = "";

  /** Peer's address as told by connect or accept, where the target does not. */
  public String givenRemote = "";

  /** A connect whose addresses are not known yet. */
  public @Nullable PendingConnect pending;

  /**
   * @param maker number of the process that made it or was first seen with it
   * @param descriptor its descriptor there
   */
  public OpenFile(Target target, long maker, int descriptor) {
    this.target = target;
    this.maker = maker;
    this.descriptor = descriptor;
  }

  /** Tells an anonymous kernel object from its like. */
  String label() {
    return maker + "/" + descriptor;
  }

  /** A connect that waits for the next call on its socket, which tells what became of it. */
  public static final class PendingConnect {
    final OpenFile file;
    final int process;
    final long micros;
    final boolean inProgress;
    boolean done;

    PendingConnect(OpenFile file, int process, long micros, boolean inProgress) {
      this.file = file;
      this.process = process;
      this.micros = micros;
      this.inProgress = inProgress;
    }
  }
}
