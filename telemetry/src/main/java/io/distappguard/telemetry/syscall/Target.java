package io.distappguard.telemetry.syscall;

/**
 * What a descriptor stands for.
 *
 * @param text the source's own words for it, such as {@code TCP:[127.0.0.1:5->127.0.0.1:6]}, by
 *     which it is known again without taking them apart; empty where the source has none. Not to be
 *     changed
 * @param kind what it stands for
 * @param name path of a file, kind of a channel, transport of a socket
 * @param local own address, or own inode where no address is shown; inode of a channel
 * @param remote peer's address, or peer's inode for unix sockets; empty where not shown
 */
public record Target(byte[] text, Kind kind, String name, String local, String remote) {

  /** No words of the source's own. */
  public static final byte[] NO_TEXT = {};

  /** Name of that of which nothing is known. */
  static final String UNKNOWN = "unknown";

  /** What it is, and how much is known of it. */
  public enum Kind {
    /** A file, directory or device. */
    FILE,
    /** A pipe or memory file, whose name tells which. */
    CHANNEL,
    /** A kernel object whose name does not tell it from its like, such as an eventfd. */
    ANONYMOUS,
    /** A socket whose addresses are known. */
    CONNECTED,
    /** A socket of which the own address alone is known. */
    BOUND,
    /** A socket of which no address is known. */
    BARE,
    /** A unix socket: numbers, and a path where it is bound to one. */
    UNIX,
    /** The same, known to be of a stream or of sequenced packets rather than of datagrams. */
    UNIX_STREAM
  }

  /** Whether data through it is sent and received rather than written and read. */
  public boolean isSocket() {
    return switch (kind) {
      case FILE, CHANNEL, ANONYMOUS -> false;
      case CONNECTED, BOUND, BARE, UNIX, UNIX_STREAM -> true;
    };
  }

  /** Whether it is a unix socket. */
  public boolean isUnix() {
    return kind == Kind.UNIX || kind == Kind.UNIX_STREAM;
  }

  /**
   * Whether each message through the socket may name a peer of its own, which overrides the one the
   * socket is connected to (send(2), udp(7), unix(7)). For TCP an address is ignored.
   */
  public boolean messagesNamePeers() {
    return switch (kind) {
      case FILE, CHANNEL, ANONYMOUS, UNIX_STREAM -> false;
      case CONNECTED, BOUND, BARE -> !name.endsWith("tcp");
      case UNIX -> true;
    };
  }

  /** A file by its path, or a memory file by the name the kernel gives it. */
  public static Target file(byte[] text, String path) {
    if (path.startsWith("/memfd:")) {
      return new Target(text, Kind.CHANNEL, "memfd", withoutDeleted(path.substring(7)), "");
    }
    return new Target(text, Kind.FILE, withoutDeleted(path), "", "");
  }

  private static String withoutDeleted(String path) {
    return path.endsWith(" (deleted)") ? path.substring(0, path.length() - 10) : path;
  }

  /** Whether the unix socket is bound to a path or name. */
  public boolean hasPath() {
    return !local.startsWith("#");
  }

  /** Of which nothing is known. */
  public static Target unknown() {
    return new Target(NO_TEXT, Kind.ANONYMOUS, UNKNOWN, "", "");
  }
}
