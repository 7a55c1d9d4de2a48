package io.distappguard.telemetry.sysdig;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parameters as sysdig prints them: {@code res=15 data=this is a test. fd=3(<f>/etc/hosts)}. A
 * value may hold spaces, so it ends where the next name of a parameter begins that is known.
 * Payload may look like parameters: what stands within {@code data} counts only where the line has
 * nothing better. Nothing is allocated but texts that are asked for.
 */
final class SysdigParameters {

  private static final int MOST = 48;
  private static final int TABLE_SIZE = 512;
  private static final byte[][] KNOWN = new byte[TABLE_SIZE][];
  private static final byte[] DATA = bytes("data");
  private static final byte[] FD = bytes("fd");

  static {
    String[] names = {
      "res",
      "fd",
      "data",
      "size",
      "tuple",
      "name",
      "path",
      "filename",
      "pathname",
      "flags",
      "mode",
      "dev",
      "ino",
      "dirfd",
      "olddirfd",
      "oldpath",
      "newdirfd",
      "newpath",
      "olddir",
      "newdir",
      "linkdirfd",
      "linkpath",
      "target",
      "addr",
      "domain",
      "type",
      "proto",
      "backlog",
      "queuepct",
      "queuelen",
      "queuemax",
      "fd1",
      "fd2",
      "source",
      "peer",
      "in_fd",
      "out_fd",
      "fd_in",
      "fd_out",
      "fdin",
      "fdout",
      "offset",
      "offin",
      "offout",
      "len",
      "pos",
      "oldfd",
      "newfd",
      "cmd",
      "arg",
      "exe",
      "args",
      "tid",
      "pid",
      "ptid",
      "cwd",
      "fdlimit",
      "pgft_maj",
      "pgft_min",
      "vm_size",
      "vm_rss",
      "vm_swap",
      "comm",
      "cgroups",
      "env",
      "tty",
      "pgid",
      "vpgid",
      "loginuid",
      "uid",
      "gid",
      "vtid",
      "vpid",
      "exepath",
      "trusted_exepath",
      "sig",
      "status",
      "nstype",
      "dir",
      "request",
      "ruid",
      "euid",
      "suid",
      "rgid",
      "egid",
      "sgid",
      "first",
      "last",
      "msgcontrol",
      "creat_flags",
      "level",
      "optname",
      "val",
      "optlen",
      "how",
      "initval",
      "resolve",
      "core",
      "reaper_tid",
      "ret"
    };
    for (String name : names) {
      byte[] known = bytes(name);
      int slot = hash(known, 0, known.length);
      while (KNOWN[slot] != null) {
        slot = (slot + 1) & (TABLE_SIZE - 1);
      }
      KNOWN[slot] = known;
    }
  }

  private final int[] nameFrom = new int[MOST];
  private final int[] nameTo = new int[MOST];
  private final int[] valueFrom = new int[MOST];
  private final int[] valueTo = new int[MOST];
  private byte[] bytes = new byte[0];
  private int count;

  /** Finds where each stands. */
  void of(byte[] buffer, int from, int to) {
    bytes = buffer;
    count = 0;
    int end = to;
    while (end > from && buffer[end - 1] == ' ') {
      end--;
    }
    int equals = nameEnd(from, end);
    int start = from;
    while (equals > 0 && count < MOST) {
      nameFrom[count] = start;
      nameTo[count] = equals;
      valueFrom[count] = equals + 1;
      int next =
          Arrays.equals(buffer, start, equals, DATA, 0, DATA.length)
              ? afterData(equals + 1, end)
              : next(equals + 1, end);
      valueTo[count++] = next < 0 ? end : next - 1;
      start = next;
      equals = next < 0 ? -1 : nameEnd(next, end);
    }
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** The first of this name, -1 where there is none. */
  int find(byte[] name) {
    for (int index = 0; index < count; index++) {
      if (Arrays.equals(bytes, nameFrom[index], nameTo[index], name, 0, name.length)) {
        return index;
      }
    }
    return -1;
  }

  /**
   * The same for one that sysdig writes right behind the payload, as the tuple of what was
   * received: whatever the payload looks like, the last of this name is sysdig's own. -1 where
   * there is none.
   */
  int findBehindData(byte[] name) {
    int known = find(name);
    int data = find(DATA);
    if (known >= 0 || data < 0 || count == MOST) {
      return known;
    }
    int length = name.length;
    for (int at = valueTo[data] - length - 1; at > valueFrom[data]; at--) {
      if (bytes[at - 1] == ' '
          && bytes[at + length] == '='
          && Arrays.equals(bytes, at, at + length, name, 0, length)) {
        nameFrom[count] = at;
        nameTo[count] = at + length;
        valueFrom[count] = at + length + 1;
        valueTo[count] = valueTo[data];
        return count++;
      }
    }
    return -1;
  }

  byte[] buffer() {
    return bytes;
  }

  int from(int index) {
    return valueFrom[index];
  }

  int to(int index) {
    return valueTo[index];
  }

  /** The number a value begins with. */
  long number(int index, long otherwise) {
    return index < 0
        ? otherwise
        : Scanning.leadingNumber(bytes, valueFrom[index], valueTo[index], otherwise);
  }

  /** The number of the first parameter, which is the result of a call that is left. */
  long result() {
    return number(count > 0 ? 0 : -1, 0);
  }

  String text(int index) {
    return index < 0
        ? ""
        : new String(
            bytes, valueFrom[index], valueTo[index] - valueFrom[index], StandardCharsets.UTF_8);
  }

  /** Whether a value holds this text, such as the name of a flag. */
  boolean holds(int index, byte[] part) {
    if (index < 0) {
      return false;
    }
    for (int at = valueFrom[index]; at <= valueTo[index] - part.length; at++) {
      if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
        return true;
      }
    }
    return false;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Where the next parameter begins, -1 where none does. */
  private int next(int from, int to) {
    for (int at = from; at < to; at++) {
      if (bytes[at] == ' ' && nameEnd(at + 1, to) > 0) {
        return at + 1;
      }
    }
    return -1;
  }

  /** Behind payload the last {@code fd=} begins what sysdig wrote itself. */
  private int afterData(int from, int to) {
    for (int at = to - 4; at >= from; at--) {
      if (bytes[at] == ' '
          && bytes[at + 1] == FD[0]
          && bytes[at + 2] == FD[1]
          && bytes[at + 3] == '=') {
        return at + 1;
      }
    }
    return -1;
  }

  /** Where the known name that begins here ends in {@code =}; -1 where none begins. */
  private int nameEnd(int from, int to) {
    int at = from;
    while (at < to && at - from < 16 && isOfName(bytes[at])) {
      at++;
    }
    return at > from && at < to && bytes[at] == '=' && isKnown(from, at) ? at : -1;
  }

  private boolean isKnown(int from, int to) {
    for (int slot = hash(bytes, from, to); ; slot = (slot + 1) & (TABLE_SIZE - 1)) {
      byte[] known = KNOWN[slot];
      if (known == null) {
        return false;
      }
      if (Arrays.equals(bytes, from, to, known, 0, known.length)) {
        return true;
      }
    }
  }

  private static boolean isOfName(byte character) {
    return character >= 'a' && character <= 'z'
        || character == '_'
        || character >= '0' && character <= '9';
  }

  private static int hash(byte[] buffer, int from, int to) {
    int hash = 0;
    for (int at = from; at < to; at++) {
      hash = hash * 31 + buffer[at];
    }
    return (hash ^ hash >>> 9) & (TABLE_SIZE - 1);
  }
}
