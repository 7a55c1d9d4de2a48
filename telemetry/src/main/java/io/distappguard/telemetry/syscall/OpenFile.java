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

  /** The peer that the latest message named; null where none did. */
  @Nullable NamedPeer namedPeer;

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

  /** Its own address as a socket; empty where unknown. */
  public String ownAddress() {
    boolean named =
        switch (target.kind()) {
          case BOUND, CONNECTED -> true;
          case UNIX, UNIX_STREAM -> target.hasPath();
          case FILE, CHANNEL, ANONYMOUS, BARE -> false;
        };
    return named ? target.local() : givenLocal;
  }

  /** A call was made on it that sockets alone know: it is one, though its opening was not seen. */
  public void usedAsSocket() {
    if (!target.isSocket() && target.name().equals(Target.UNKNOWN)) {
      target = new Target(Target.NO_TEXT, Target.Kind.BARE, "socket", "", "");
      entity = -1;
    }
  }

  /**
   * A datagram socket was connected to another peer than before. The source may go on showing the
   * first one: strace asks the kernel once a socket.
   */
  public void connectAnew(String remote) {
    target =
        new Target(target.text(), Target.Kind.CONNECTED, target.name(), target.local(), remote);
    entity = -1;
  }

  /** It is connected to nobody any more (connect(2), AF_UNSPEC). */
  public void disconnect() {
    givenRemote = "";
    entity = -1;
    if (target.kind() == Target.Kind.CONNECTED) {
      target = new Target(target.text(), Target.Kind.BARE, target.name(), "", "");
    }
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
