package io.distappguard.telemetry.strace;

import org.jspecify.annotations.Nullable;

/**
 * An open file description in the sense of open(2): what descriptors made by dup, fork and the like
 * share. A socket learns its addresses after it was made.
 */
final class OpenFile {

  Target target;

  /** Number of the entity, -1 while none was needed. */
  int entity = -1;

  /** Tells an anonymous kernel object from its like. */
  final String label;

  /** Own address as told by bind or the listening socket, where the annotation does not show it. */
  String givenLocal = "";

  /** Peer's address as told by connect or accept, where the annotation does not show it. */
  String givenRemote = "";

  /** A connect whose addresses are not known yet. */
  @Nullable PendingConnect pending;

  OpenFile(Target target, String label) {
    this.target = target;
    this.label = label;
  }

  /** A connect waits for the next call on its socket, which shows the addresses. */
  static final class PendingConnect {
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
