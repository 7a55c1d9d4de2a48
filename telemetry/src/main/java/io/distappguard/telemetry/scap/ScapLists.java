package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.Target;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The state a capture begins with: which processes there were, and what they had open. Entries of
 * newer versions begin with their length, so that what was added at their end is passed over.
 */
final class ScapLists {

  static final String BAD_PROCESS = "process list damaged";
  static final String BAD_DESCRIPTOR = "descriptor list damaged";

  /** What is left of a block when its entries are through: it is filled up to four bytes. */
  private static final int SMALLEST_ENTRY = 4;

  private final HostActivity host;
  private byte[] bytes = new byte[0];
  private int at;
  private int to;
  private boolean overrun;

  ScapLists(HostActivity host) {
    this.host = host;
  }

  /** The machine's name stands behind the number of processors, memory and highest pid. */
  void machine(byte[] buffer, int from, int end) {
    begin(buffer, from, end);
    skip(20);
    int start = at;
    while (at < to && at < start + 128 && bytes[at] != 0) {
      at++;
    }
    host.containers().hostName(text(start, at));
  }

  /**
   * @return null, or what does not hold together
   */
  @Nullable String processes(int blockType, byte[] buffer, int from, int end) {
    int version = version(blockType);
    begin(buffer, from, end);
    while (to - at >= SMALLEST_ENTRY) {
      int entry = at;
      long length = version == 9 ? int32() & 0xffffffffL : 0;
      process(version);
      if (overrun || length > 0 && (entry + length > to || entry + length < at)) {
        return BAD_PROCESS;
      }
      if (length > 0) {
        at = (int) (entry + length);
      }
    }
    return null;
  }

  /**
   * @return null, or what does not hold together
   */
  @Nullable String descriptors(int blockType, byte[] buffer, int from, int end) {
    boolean measured = blockType == 0x218;
    begin(buffer, from, end);
    TracedProcess process = host.threads().get(int64()).process;
    while (to - at >= SMALLEST_ENTRY && !overrun) {
      int entry = at;
      long length = measured ? int32() & 0xffffffffL : 0;
      descriptor(process, length > 0);
      if (overrun || length > 0 && (entry + length > to || entry + length < at)) {
        return BAD_DESCRIPTOR;
      }
      if (length > 0) {
        at = (int) (entry + length);
      }
    }
    return overrun ? BAD_DESCRIPTOR : null;
  }

  private void process(int version) {
    long tid = int64();
    long pid = int64();
    skip(8); // parent
    skip(version >= 6 ? 8 : 0); // session
    skip(version >= 8 ? 8 : 0); // process group
    skip(unsigned16()); // name of the thread
    String executable = string();
    String path = version >= 7 ? string() : "";
    int argumentsLength = unsigned16();
    int arguments = at;
    skip(argumentsLength);
    int argumentsEnd = at;
    String directory = string();
    skip(8 + 4 + 4 + 4); // limit, flags, user, group
    skip(version >= 2 ? 3 * 4 + 2 * 8 : 0); // memory, page faults
    if (version >= 3) {
      skip(unsigned16()); // environment
    }
    String cgroup = null;
    if (version >= 4) {
      skip(16); // numbers in the pid namespace
      int length = unsigned16();
      int cgroups = at;
      skip(length);
      cgroup = overrun ? null : Cgroups.path(bytes, cgroups, length);
    }
    if (version >= 5) {
      skip(unsigned16()); // root
    }
    if (overrun) {
      return;
    }
    TracedProcess process = host.threads().listed(tid, pid).process;
    process.describe(
        path.isEmpty() ? executable : path,
        Arguments.joined(executable, bytes, arguments, argumentsEnd));
    process.directory(directory);
    host.moveTo(process, cgroup);
  }

  private void descriptor(TracedProcess process, boolean measured) {
    long descriptor = int64();
    long inode = int64();
    int type = int8();
    Target target =
        switch (type) {
          case 1, 2 -> Target.file(Target.NO_TEXT, string());
          case 16 -> {
            skip(4); // flags
            yield Target.file(Target.NO_TEXT, string());
          }
          case 3 -> {
            int ends = skip(12);
            String transport = transport(int8());
            yield overrun
                ? Target.unknown()
                : socket(
                    transport,
                    SocketTuple.ipv4(bytes, ends, LittleEndian.unsigned16(bytes, ends + 8)),
                    SocketTuple.ipv4(bytes, ends + 4, LittleEndian.unsigned16(bytes, ends + 10)));
          }
          case 4 -> {
            int ends = skip(36);
            String transport = transport(int8());
            yield overrun
                ? Target.unknown()
                : socket(
                    transport,
                    SocketTuple.ipv6(bytes, ends, LittleEndian.unsigned16(bytes, ends + 32)),
                    SocketTuple.ipv6(bytes, ends + 16, LittleEndian.unsigned16(bytes, ends + 34)));
          }
          case 5 -> {
            int end = skip(6);
            String transport = transport(int8());
            yield overrun ? Target.unknown() : bound(transport, SocketTuple.ipv4(bytes, end));
          }
          case 6 -> {
            int end = skip(18);
            String transport = transport(int8());
            yield overrun ? Target.unknown() : bound(transport, SocketTuple.ipv6(bytes, end));
          }
          case 7 -> channel("pipe", inode, string());
          case 8 -> {
            long own = int64();
            long peer = int64();
            yield unix(own, peer, string());
          }
          case 15 -> {
            string();
            yield HostActivity.bare("netlink");
          }
          case 20 -> Target.file(Target.NO_TEXT, string());
          default -> {
            String name = type <= 21 || !measured ? string() : "";
            yield new Target(Target.NO_TEXT, Target.Kind.ANONYMOUS, anonymous(type, name), "", "");
          }
        };
    if (!overrun) {
      host.made(process, descriptor, target, false);
    }
  }

  private static Target socket(String transport, String local, String remote) {
    return remote.endsWith(":0")
        ? bound(transport, local)
        : new Target(Target.NO_TEXT, Target.Kind.CONNECTED, transport, local, remote);
  }

  private static Target bound(String transport, String local) {
    return new Target(Target.NO_TEXT, Target.Kind.BOUND, transport, local, "");
  }

  private static Target channel(String kind, long inode, String name) {
    // the name is the path of a fifo, or pipe:[inode] for one without
    return name.startsWith("/")
        ? Target.file(Target.NO_TEXT, name)
        : new Target(Target.NO_TEXT, Target.Kind.CHANNEL, kind, Long.toString(inode), "");
  }

  static Target unix(long own, long peer, String path) {
    return path.isEmpty()
        ? new Target(
            Target.NO_TEXT,
            Target.Kind.UNIX,
            "unix",
            "#" + Long.toHexString(own),
            peer == 0 ? "" : Long.toHexString(peer))
        : new Target(Target.NO_TEXT, Target.Kind.UNIX, "unix", path, "");
  }

  private static String transport(int protocol) {
    return switch (protocol) {
      case 1 -> "tcp";
      case 2 -> "udp";
      case 3 -> "icmp";
      case 4 -> "raw";
      default -> "socket";
    };
  }

  static String anonymous(int type, String name) {
    return switch (type) {
      case 9 -> "eventfd";
      case 11 -> "signalfd";
      case 12 -> "eventpoll";
      case 13 -> "inotify";
      case 14 -> "timerfd";
      case 17 -> "bpf";
      case 18 -> "userfaultfd";
      case 19 -> "io_uring";
      case 21 -> "pidfd";
      default -> name.isEmpty() || name.length() > 32 ? "unknown" : name;
    };
  }

  private static int version(int blockType) {
    return switch (blockType) {
      case 0x207, 0x8013ABCD -> 2;
      case 0x209, 0x8014ABCD -> 3;
      case 0x202, 0x8000ABCD -> 1;
      default -> blockType - 0x210 + 4;
    };
  }

  private void begin(byte[] buffer, int from, int end) {
    bytes = buffer;
    at = from;
    to = end;
    overrun = false;
  }

  /** Passes over some bytes; gives where they began. */
  private int skip(int count) {
    int start = at;
    if (count > to - at) {
      overrun = true;
      at = to;
    } else {
      at += count;
    }
    return start;
  }

  private long int64() {
    int start = skip(8);
    return overrun ? 0 : LittleEndian.int64(bytes, start);
  }

  private int int32() {
    int start = skip(4);
    return overrun ? 0 : LittleEndian.int32(bytes, start);
  }

  private int unsigned16() {
    int start = skip(2);
    return overrun ? 0 : LittleEndian.unsigned16(bytes, start);
  }

  private int int8() {
    int start = skip(1);
    return overrun ? 0 : bytes[start] & 0xff;
  }

  private String string() {
    int length = unsigned16();
    int start = skip(length);
    return overrun ? "" : text(start, start + length);
  }

  private String text(int start, int end) {
    int last = end;
    while (last > start && bytes[last - 1] == 0) {
      last--;
    }
    return new String(bytes, start, last - start, StandardCharsets.UTF_8);
  }
}
