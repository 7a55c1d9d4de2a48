package io.distappguard.telemetry.falco;

import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.line.ByteWords;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one alert that tell of exchanges. A field that does not apply comes as null or
 * {@code <NA>}; both are as if it were not there.
 */
final class FalcoFields {

  private static final ByteWords NAMES =
      ByteWords.of(
          "evt.time", // 0
          "evt.type",
          "evt.rawres",
          "evt.res",
          "evt.failed",
          "evt.buflen", // 5
          "evt.is_open_write",
          "evt.arg.flags",
          "evt.rawtime",
          "n_drops",
          "proc.pid", // 10
          "proc.ppid",
          "proc.exepath",
          "proc.exe",
          "proc.name",
          "proc.cmdline", // 15
          "fd.name",
          "fd.type",
          "fd.typechar",
          "fd.l4proto",
          "fd.num", // 20
          "fd.lip",
          "fd.lport",
          "fd.rip",
          "fd.rport",
          "container.id", // 25
          "container.name",
          "container.image.repository",
          "container.image.tag",
          "k8s.pod.name",
          "k8s.deployment.name", // 30
          "fs.path.name",
          "fs.path.target",
          "evt.arg.path",
          "evt.arg.name",
          "evt.arg.newpath", // 35
          "evt.arg.pid",
          "evt.arg.uid",
          "fd.is_server",
          "evt.arg.nstype",
          "fd.sport", // 40
          "evt.arg.filename",
          "evt.arg.res");

  long nanos;
  String type = "";

  /** The call's result, {@link Long#MIN_VALUE} where not told. */
  long result;

  /** The error's name, empty where it succeeded or is not told. */
  String error = "";

  boolean failed;
  long length;
  boolean opensForWriting;
  long drops;
  long pid;
  long parent;
  long target;
  String commandLine = "";
  String name = "";
  String descriptorName = "";
  String descriptorType = "";
  String transport = "";
  long descriptor;
  String localIp = "";
  long localPort;
  String remoteIp = "";
  long remotePort;
  boolean isServer;

  private String executablePath = "";
  private String executableArgument = "";
  private String commandName = "";
  private String container = "";
  private String containerName = "";
  private String imageRepository = "";
  private String imageTag = "";
  private String pod = "";
  private String deployment = "";
  private String pathName = "";
  private String newPath = "";

  void clear() {
    nanos = 0;
    type = "";
    result = Long.MIN_VALUE;
    error = "";
    failed = false;
    length = 0;
    opensForWriting = false;
    drops = 0;
    pid = -1;
    parent = -1;
    target = -1;
    commandLine = "";
    name = "";
    descriptorName = "";
    descriptorType = "";
    transport = "";
    descriptor = -1;
    localIp = "";
    localPort = 0;
    remoteIp = "";
    remotePort = 0;
    isServer = false;
    executablePath = "";
    executableArgument = "";
    commandName = "";
    container = "";
    containerName = "";
    imageRepository = "";
    imageTag = "";
    pod = "";
    deployment = "";
    pathName = "";
    newPath = "";
  }

  /** Reads {@code output_fields}. */
  void read(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField()) {
      switch (NAMES.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0, 8 -> nanos = Math.max(nanos, cursor.number());
        case 1 -> type = text(cursor);
        case 2 -> result = cursor.number();
        case 3, 42 -> result(text(cursor));
        case 4 -> failed = cursor.isTrue();
        case 5 -> length = cursor.number();
        case 6 -> opensForWriting |= cursor.isTrue();
        case 7 -> opensForWriting |= writes(text(cursor));
        case 9 -> drops = cursor.number();
        case 10 -> pid = Math.max(-1, cursor.number());
        case 11 -> parent = Math.max(-1, cursor.number());
        case 12 -> executablePath = text(cursor);
        case 13 -> executableArgument = text(cursor);
        case 14 -> commandName = text(cursor);
        case 15 -> commandLine = text(cursor);
        case 16 -> descriptorName = text(cursor);
        case 17, 18 -> descriptorType = text(cursor);
        case 19 -> transport = text(cursor);
        case 20 -> descriptor = cursor.number();
        case 21 -> localIp = text(cursor);
        case 22 -> localPort = Math.max(0, cursor.number());
        case 23 -> remoteIp = text(cursor);
        case 24 -> remotePort = Math.max(0, cursor.number());
        case 25 -> container = text(cursor);
        case 26 -> containerName = text(cursor);
        case 27 -> imageRepository = text(cursor);
        case 28 -> imageTag = text(cursor);
        case 29 -> pod = text(cursor);
        case 30 -> deployment = text(cursor);
        case 31, 33, 34, 41 -> pathName = text(cursor);
        case 32, 35 -> newPath = text(cursor);
        case 36 -> target = target(text(cursor));
        case 38 -> isServer = cursor.isTrue();
        case 39 -> name = text(cursor).toLowerCase(java.util.Locale.ROOT);
        default -> cursor.skip();
      }
    }
  }

  String executable() {
    if (!executablePath.isEmpty()) {
      return executablePath;
    }
    return executableArgument.startsWith("/") || commandName.isEmpty()
        ? executableArgument
        : commandName;
  }

  /** The path a call is on; of two, the new one. */
  String path() {
    return newPath.isEmpty() ? pathName : newPath;
  }

  /** Empty for the host's own processes. */
  String containerId() {
    return container.equals("host") ? "" : container;
  }

  /** The pod, the container's name, its id, whichever is told first. */
  String containerLabel(String id) {
    if (!pod.isEmpty()) {
      return containerName.isEmpty() ? pod : pod + "/" + containerName;
    }
    return containerName.isEmpty() ? id : containerName;
  }

  @Nullable String role() {
    return deployment.isEmpty() ? null : deployment;
  }

  @Nullable String image() {
    if (imageRepository.isEmpty()) {
      return null;
    }
    return imageTag.isEmpty() ? imageRepository : imageRepository + ":" + imageTag;
  }

  private static String text(JsonCursor cursor) {
    String text = cursor.text();
    return text.equals("<NA>") ? "" : text;
  }

  /** {@code SUCCESS}, an error's name, or a number. */
  private void result(String text) {
    if (text.isEmpty() || text.equals("SUCCESS")) {
      return;
    }
    boolean isNumber = Character.isDigit(text.charAt(text.length() - 1));
    if (!isNumber) {
      error = text;
    } else if (result == Long.MIN_VALUE) {
      try {
        result = Long.parseLong(text);
      } catch (NumberFormatException exception) {
        error = text;
      }
    }
  }

  /** {@code 1234(nginx)} or {@code 1234}. */
  private static long target(String text) {
    int end = 0;
    long number = 0;
    while (end < text.length() && end < 10 && Character.isDigit(text.charAt(end))) {
      number = number * 10 + (text.charAt(end) - '0');
      end++;
    }
    return end == 0 ? -1 : number;
  }

  static boolean writes(String flags) {
    return flags.contains("O_WRONLY")
        || flags.contains("O_RDWR")
        || flags.contains("O_CREAT")
        || flags.contains("O_TRUNC");
  }
}
