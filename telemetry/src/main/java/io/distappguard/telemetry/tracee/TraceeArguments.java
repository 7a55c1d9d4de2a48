package io.distappguard.telemetry.tracee;

import io.distappguard.telemetry.exchange.KnownEndpoints;
import io.distappguard.telemetry.exchange.OpenFlags;
import io.distappguard.telemetry.json.FieldNames;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.line.ByteWords;

/**
 * The arguments of an event: {@code {"name", "type", "value"}} of the older shape, {@code {"name",
 * "str" | "int32" | "sockaddr" | …}} of the newer. Whatever is not told by its name is passed over.
 */
final class TraceeArguments {

  private static final ByteWords MEMBER = ByteWords.of("name", "type");
  private static final ByteWords ARGUMENT =
      ByteWords.of(
          "pathname", // 0
          "path",
          "filename",
          "oldpath",
          "old_path",
          "oldname", // 5
          "target",
          "linkpath",
          "newpath",
          "new_path",
          "newname", // 10
          "dir_name",
          "cmdpath",
          "argv",
          "flags",
          "type", // 15
          "remote_addr",
          "local_addr",
          "addr",
          "dst",
          "dst_port", // 20
          "uname",
          "name",
          "nstype",
          "pid",
          "target_pid", // 25
          "child_pid",
          "child_process_pid",
          "child_tid",
          "child_thread_tid",
          "process_group_exit"); // 30

  /** The name of an argument was not met yet. */
  private static final int UNNAMED = -2;

  private static final ByteWords ADDRESS =
      ByteWords.of("sa_family", "sin_addr", "sin_port", "sin6_addr", "sin6_port", "sun_path");
  private static final ByteWords ARRAY = ByteWords.of("value", "values");

  private final FieldNames members = new FieldNames(MEMBER);
  private final KnownEndpoints endpoints = new KnownEndpoints();
  private final OpenFlags openFlags = new OpenFlags();

  String path;
  String newPath;
  String commandLine;
  String flags;
  String name;
  String transport;
  String local;
  String remote;
  String remoteIp;
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

  TraceeArguments() {
    clear();
  }

  /** Forgets everything, for the next event. */
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
    return remote.isEmpty() ? endpoints.of(remoteIp, remotePort) : remote;
  }

  /** Whether a file is opened for writing, created or truncated. */
  boolean writes() {
    return openFlags.write(flags)
        // 3 is O_ACCMODE, 0100 O_CREAT, 01000 O_TRUNC (asm-generic/fcntl.h)
        || numericFlags > 0 && (numericFlags & (3 | 0100 | 01000)) != 0;
  }

  private void argument(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    int argument = UNNAMED;
    text = "";
    number = Long.MIN_VALUE;
    address = "";
    isUnix = false;
    isTrue = false;
    joined.setLength(0);
    while (cursor.nextField(members)) {
      switch (cursor.field()) {
        case 0 -> argument = name(cursor, buffer);
        case 1 -> cursor.skip();
        default -> {
          if (argument == ByteWords.NONE) {
            cursor.skip();
          } else {
            value(cursor, buffer);
          }
        }
      }
    }
    assign(argument);
  }

  private static int name(JsonCursor cursor, byte[] buffer) {
    return cursor.scalar()
        ? ARGUMENT.number(buffer, cursor.valueFrom(), cursor.valueTo())
        : ByteWords.NONE;
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
    address = isUnix ? path : endpoints.of(ip, port);
  }

  private void assign(int argument) {
    switch (argument) {
      case 0 -> path = text;
      case 1, 2, 3, 4, 5, 6, 7, 12 -> path = path.isEmpty() ? text : path;
      case 8, 9, 10, 11 -> newPath = text;
      case 13 -> commandLine = joined.isEmpty() ? text : joined.toString();
      case 14 -> {
        flags = text;
        numericFlags = number;
      }
      case 15 -> transport = text.contains("DGRAM") ? "udp" : transport;
      case 16, 18 -> {
        remote = address;
        transport = isUnix ? "unix" : transport;
      }
      case 17 -> {
        local = address;
        transport = isUnix ? "unix" : transport;
      }
      case 19 -> remoteIp = text;
      case 20 -> remotePort = Math.max(0, number);
      case 21, 22, 23 -> name = text;
      case 24, 25 -> pid = number;
      case 26, 27 -> childProcess = number;
      case 28, 29 -> childThread = number;
      case 30 -> endsThreadOnly = !isTrue;
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
