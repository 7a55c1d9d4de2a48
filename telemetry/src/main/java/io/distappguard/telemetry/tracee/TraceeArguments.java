package io.distappguard.telemetry.tracee;

import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.line.ByteWords;

/**
 * The arguments of an event: {@code {"name", "type", "value"}} of the older shape, {@code {"name",
 * "str" | "int32" | "sockaddr" | …}} of the newer. Whatever is not told by its name is passed over.
 */
final class TraceeArguments {

  private static final ByteWords MEMBER = ByteWords.of("name", "type");
  private static final ByteWords ADDRESS =
      ByteWords.of("sa_family", "sin_addr", "sin_port", "sin6_addr", "sin6_port", "sun_path");
  private static final ByteWords ARRAY = ByteWords.of("value", "values");

  String path = "";
  String newPath = "";
  String commandLine = "";
  String flags = "";
  String name = "";
  String transport = "";
  String local = "";
  String remote = "";
  String remoteIp = "";
  long remotePort;
  long numericFlags;
  long pid;
  long childProcess;
  long childThread;
  boolean endsThreadOnly;

  private final StringBuilder joined = new StringBuilder();
  private String text = "";
  private long number;
  private String address = "";
  private boolean isUnix;
  private boolean isTrue;

  void clear() {
    path = "";
    newPath = "";
    commandLine = "";
    flags = "";
    name = "";
    transport = "tcp";
    local = "";
    remote = "";
    remoteIp = "";
    remotePort = 0;
    numericFlags = 0;
    pid = -1;
    childProcess = -1;
    childThread = -1;
    endsThreadOnly = false;
  }

  void read(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enterArray()) {
      return;
    }
    while (cursor.nextElement()) {
      argument(cursor, buffer);
    }
  }

  /** The peer, told whole or as address and port. */
  String peer() {
    return remote.isEmpty() ? Endpoints.of(remoteIp, remotePort) : remote;
  }

  /** Whether a file is opened for writing, created or truncated. */
  boolean writes() {
    return flags.contains("O_WRONLY")
        || flags.contains("O_RDWR")
        || flags.contains("O_CREAT")
        || flags.contains("O_TRUNC")
        // 3 is O_ACCMODE, 0100 O_CREAT, 01000 O_TRUNC (asm-generic/fcntl.h)
        || numericFlags > 0 && (numericFlags & (3 | 0100 | 01000)) != 0;
  }

  private void argument(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    String argument = "";
    text = "";
    number = Long.MIN_VALUE;
    address = "";
    isUnix = false;
    isTrue = false;
    joined.setLength(0);
    while (cursor.nextField()) {
      switch (MEMBER.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0 -> argument = cursor.text();
        case 1 -> cursor.skip();
        default -> value(cursor, buffer);
      }
    }
    assign(argument);
  }

  private void value(JsonCursor cursor, byte[] buffer) {
    if (cursor.isArray()) {
      array(cursor);
    } else if (cursor.isObject()) {
      object(cursor, buffer);
    } else {
      text = cursor.text();
      number = number(text);
      isTrue = text.equals("true");
    }
  }

  private void array(JsonCursor cursor) {
    cursor.enterArray();
    while (cursor.nextElement()) {
      if (!joined.isEmpty()) {
        joined.append(' ');
      }
      joined.append(cursor.text());
    }
  }

  /** A socket's address, or an array of the newer shape. */
  private void object(JsonCursor cursor, byte[] buffer) {
    String ip = "";
    String path = "";
    long port = 0;
    cursor.enter();
    while (cursor.nextField()) {
      if (ARRAY.number(buffer, cursor.nameFrom(), cursor.nameTo()) >= 0 && cursor.isArray()) {
        array(cursor);
        continue;
      }
      switch (ADDRESS.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 1, 3 -> ip = cursor.text();
        case 2, 4 -> port = Math.max(0, cursor.number());
        case 5 -> {
          path = cursor.text();
          isUnix = true;
        }
        default -> cursor.skip();
      }
    }
    address = isUnix ? path : Endpoints.of(ip, port);
  }

  private void assign(String argument) {
    switch (argument) {
      case "pathname" -> path = text;
      case "path", "filename", "oldpath", "old_path", "oldname", "target", "linkpath" -> {
        if (path.isEmpty()) {
          path = text;
        }
      }
      case "newpath", "new_path", "newname", "dir_name" -> newPath = text;
      case "cmdpath" -> path = path.isEmpty() ? text : path;
      case "argv" -> commandLine = joined.isEmpty() ? text : joined.toString();
      case "flags" -> {
        flags = text;
        numericFlags = number;
      }
      case "type" -> transport = text.contains("DGRAM") ? "udp" : transport;
      case "remote_addr" -> {
        remote = address;
        transport = isUnix ? "unix" : transport;
      }
      case "local_addr" -> {
        local = address;
        transport = isUnix ? "unix" : transport;
      }
      case "addr" -> {
        remote = address;
        transport = isUnix ? "unix" : transport;
      }
      case "dst" -> remoteIp = text;
      case "dst_port" -> remotePort = Math.max(0, number);
      case "uname", "name", "nstype" -> name = text;
      case "pid", "target_pid" -> pid = number;
      case "child_pid", "child_process_pid" -> childProcess = number;
      case "child_tid", "child_thread_tid" -> childThread = number;
      case "process_group_exit" -> endsThreadOnly = !isTrue;
      default -> {}
    }
  }

  private static long number(String text) {
    long number = 0;
    int at = text.startsWith("-") ? 1 : 0;
    if (at == text.length() || text.length() > 18) {
      return Long.MIN_VALUE;
    }
    boolean negative = at == 1;
    for (; at < text.length(); at++) {
      char digit = text.charAt(at);
      if (digit < '0' || digit > '9') {
        return Long.MIN_VALUE;
      }
      number = number * 10 + (digit - '0');
    }
    return negative ? -number : number;
  }
}
