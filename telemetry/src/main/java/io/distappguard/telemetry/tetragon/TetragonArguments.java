package io.distappguard.telemetry.tetragon;

import io.distappguard.telemetry.exchange.KnownEndpoints;
import io.distappguard.telemetry.json.FieldNames;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.line.ByteWords;

/**
 * The arguments of a probe, {@code KprobeArgument} by {@code KprobeArgument}: of paths and strings
 * the last (of two, the new one), of numbers the last, of sockets the addresses.
 */
final class TetragonArguments {

  private static final ByteWords ARGUMENT =
      ByteWords.of(
          "path_arg",
          "file_arg",
          "linux_binprm_arg",
          "string_arg",
          "int_arg",
          "uint_arg",
          "size_arg",
          "long_arg",
          "sock_arg",
          "skb_arg",
          "sockaddr_arg");
  private static final ByteWords PATH = ByteWords.of("mount", "path");
  private static final ByteWords SOCKET =
      ByteWords.of("protocol", "saddr", "sport", "daddr", "dport", "addr", "port", "type");

  private final FieldNames names = new FieldNames(ARGUMENT);
  private final FieldNames pathNames = new FieldNames(PATH);
  private final FieldNames socketNames = new FieldNames(SOCKET);
  private final KnownEndpoints endpoints = new KnownEndpoints();

  String path;
  String text;
  long number;
  String transport;
  String local;
  String remote;
  String localIp;
  long localPort;
  String remoteIp;
  long remotePort;

  TetragonArguments() {
    clear();
  }

  /** Forgets everything, for the next event. */
  void clear() {
    path = "";
    text = "";
    number = Long.MIN_VALUE;
    transport = "tcp";
    local = "";
    remote = "";
    localIp = "";
    localPort = 0;
    remoteIp = "";
    remotePort = 0;
  }

  /** {@code IPPROTO_UDP}, {@code SOCK_DGRAM}, {@code UDP}; all else leaves it as it is. */
  void protocol(String name) {
    if (name.equals("IPPROTO_UDP") || name.equals("SOCK_DGRAM") || name.equals("UDP")) {
      transport = "udp";
    }
  }

  /** Puts the addresses together of what was told by address and port. */
  void join() {
    local = endpoints.of(localIp, localPort);
    remote = endpoints.of(remoteIp, remotePort);
  }

  void readAll(JsonCursor cursor) {
    if (!cursor.enterArray()) {
      return;
    }
    while (cursor.nextElement()) {
      read(cursor);
    }
  }

  void read(JsonCursor cursor) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField(names)) {
      switch (cursor.field()) {
        case 0, 1, 2 -> path(cursor);
        case 3 -> text = cursor.text();
        case 4, 5, 6, 7 -> number = cursor.number();
        case 8, 9, 10 -> socket(cursor);
        default -> cursor.skip();
      }
    }
  }

  private void path(JsonCursor cursor) {
    String mount = "";
    String name = "";
    if (cursor.enter()) {
      while (cursor.nextField(pathNames)) {
        switch (cursor.field()) {
          case 0 -> mount = cursor.text();
          case 1 -> name = cursor.text();
          default -> cursor.skip();
        }
      }
    }
    path = mount.isEmpty() || mount.equals("/") ? name : mount + name;
  }

  private void socket(JsonCursor cursor) {
    if (!cursor.enter()) {
      return;
    }
    localIp = "";
    localPort = 0;
    remoteIp = "";
    remotePort = 0;
    while (cursor.nextField(socketNames)) {
      switch (cursor.field()) {
        case 0, 7 -> protocol(cursor.text());
        case 1 -> localIp = cursor.text();
        case 2 -> localPort = Math.max(0, cursor.number());
        case 3, 5 -> remoteIp = cursor.text();
        case 4, 6 -> remotePort = Math.max(0, cursor.number());
        default -> cursor.skip();
      }
    }
    join();
  }
}
