package io.distappguard.telemetry.sysdig;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Parameters as sysdig prints them: {@code res=15 data=this is a test. fd=3(<f>/etc/hosts)}. A
 * value may hold spaces, so it ends where the next name of a parameter begins that is known.
 * Payload may look like parameters: what stands within {@code data} counts only where the line has
 * nothing better. A name comes first where sysdig wrote it, so the first of a name is taken.
 * Nothing is allocated but texts that are asked for.
 */
final class SysdigParameters {

  private static final int MOST = 48;
  private static final int TABLE_SIZE = 512;
  private static final byte[][] KNOWN = new byte[TABLE_SIZE][];
  private static final byte[] DATA = bytes("data");
  private static final byte[] FD = bytes("fd");
  private static final byte[] RESULT = bytes("res");

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
    int start = nameEnd(from, end) > 0 ? from : next(from, end);
    int equals = start < 0 ? -1 : nameEnd(start, end);
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

  /** Where the parenthesis behind a descriptor's number opens; -1 where none is, or none closes. */
  int opening(int index) {
    int at = valueFrom[index];
    while (at < valueTo[index] && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    return at < closing(index) && bytes[at] == '(' ? at : -1;
  }

  /** The last closing parenthesis; behind it may stand what a format of the user's own added. */
  int closing(int index) {
    int at = valueTo[index] - 1;
    while (at >= valueFrom[index] && bytes[at] != ')') {
      at--;
    }
    return at;
  }

  /** The number a value begins with. */
  long number(int index, long otherwise) {
    return index < 0
        ? otherwise
        : Scanning.leadingNumber(bytes, valueFrom[index], valueTo[index], otherwise);
  }

  /**
   * The result of a call that is left, wherever it stands: {@code res}, or {@code fd} where the
   * call makes a descriptor and sysdig says it so; {@code otherwise} where there is neither.
   */
  long result(boolean makesDescriptor, long otherwise) {
    int made = makesDescriptor ? find(FD) : -1;
    return number(made < 0 ? find(RESULT) : made, otherwise);
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

  /**
   * Behind payload the last {@code fd=} begins what sysdig wrote itself; so does the last {@code
   * res=} where none stands before the payload.
   */
  private int afterData(int from, int to) {
    int descriptor = last(FD, from, to);
    int result = find(RESULT) < 0 ? last(RESULT, from, to) : -1;
    if (descriptor < 0 || result < 0) {
      return Math.max(descriptor, result);
    }
    boolean isOfPayload = descriptor < result && last(RESULT, descriptor, result) >= 0;
    return isOfPayload ? result : Math.min(descriptor, result);
  }

  private int last(byte[] name, int from, int to) {
    for (int at = to - name.length - 1; at > from; at--) {
      if (bytes[at - 1] == ' '
          && bytes[at + name.length] == '='
          && Arrays.equals(bytes, at, at + name.length, name, 0, name.length)) {
        return at;
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
