package io.distappguard.telemetry.tetragon;

import io.distappguard.telemetry.exchange.Endpoints;
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

  String path = "";
  String text = "";
  long number = Long.MIN_VALUE;
  String transport = "";
  String local = "";
  String remote = "";

  void clear() {
    path = "";
    text = "";
    number = Long.MIN_VALUE;
    transport = "tcp";
    local = "";
    remote = "";
  }

  void readAll(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enterArray()) {
      return;
    }
    while (cursor.nextElement()) {
      read(cursor, buffer);
    }
  }

  void read(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField()) {
      switch (ARGUMENT.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0, 1, 2 -> path(cursor, buffer);
        case 3 -> text = cursor.text();
        case 4, 5, 6, 7 -> number = cursor.number();
        case 8, 9, 10 -> socket(cursor, buffer);
        default -> cursor.skip();
      }
    }
  }

  private void path(JsonCursor cursor, byte[] buffer) {
    String mount = "";
    String name = "";
    if (cursor.enter()) {
      while (cursor.nextField()) {
        switch (PATH.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
          case 0 -> mount = cursor.text();
          case 1 -> name = cursor.text();
          default -> cursor.skip();
        }
      }
    }
    path = mount.isEmpty() || mount.equals("/") ? name : mount + name;
  }

  private void socket(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    String source = "";
    long sourcePort = 0;
    String destination = "";
    long destinationPort = 0;
    while (cursor.nextField()) {
      switch (SOCKET.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0, 7 -> {
          String protocol = cursor.text();
          if (protocol.equals("IPPROTO_UDP") || protocol.equals("SOCK_DGRAM")) {
            transport = "udp";
          }
        }
        case 1 -> source = cursor.text();
        case 2 -> sourcePort = Math.max(0, cursor.number());
        case 3, 5 -> destination = cursor.text();
        case 4, 6 -> destinationPort = Math.max(0, cursor.number());
        default -> cursor.skip();
      }
    }
    local = Endpoints.of(source, sourcePort);
    remote = Endpoints.of(destination, destinationPort);
  }
}
