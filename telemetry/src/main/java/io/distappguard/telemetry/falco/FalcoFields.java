package io.distappguard.telemetry.falco;

import io.distappguard.telemetry.exchange.OpenFlags;
import io.distappguard.telemetry.json.FieldNames;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.line.ByteWords;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one alert that tell of exchanges: where they stand in the line, and, when asked,
 * what they say. Most are not asked for, since the process and its container are known already. A
 * field that does not apply comes as null or {@code <NA>}; both are as if it were not there.
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
          "container.id",
          "container.name",
          "container.image.repository", // 25
          "container.image.tag",
          "k8s.pod.name",
          "k8s.deployment.name",
          "fs.path.name",
          "fs.path.target", // 30
          "evt.arg.path",
          "evt.arg.name",
          "evt.arg.newpath",
          "evt.arg.pid",
          "fd.is_server", // 35
          "evt.arg.nstype",
          "evt.arg.filename",
          "evt.arg.res");
  private static final int COUNT = 39;

  private final JsonCursor cursor;
  private final FieldNames names = new FieldNames(NAMES);
  private final OpenFlags openFlags = new OpenFlags();
  private final int[] from = new int[COUNT];
  private final int[] to = new int[COUNT];

  /**
   * @param cursor what the alert is read with; its range must be the alert's until all is asked
   */
  FalcoFields(JsonCursor cursor) {
    this.cursor = cursor;
  }

  void clear() {
    Arrays.fill(from, 0);
    Arrays.fill(to, 0);
  }

  /** Reads {@code output_fields}. */
  void read(byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField(names)) {
      int field = cursor.field();
      if (field == ByteWords.NONE) {
        cursor.skip();
      } else if (cursor.scalar()) {
        int begins = cursor.valueFrom();
        boolean isNull = buffer[begins] == 'n' && buffer[begins - 1] != '"';
        from[field] = begins;
        to[field] = isNull ? begins : cursor.valueTo();
      }
    }
  }

  /** Nanoseconds since the epoch, 0 or less where not told as a number. */
  long nanos() {
    return Math.max(number(0), number(8));
  }

  String type() {
    return text(1);
  }

  /** The call's result, {@link Long#MIN_VALUE} where not told. */
  long result() {
    long raw = number(2);
    if (raw != Long.MIN_VALUE) {
      return raw;
    }
    long told = number(38);
    return told == Long.MIN_VALUE ? number(3) : told;
  }

  /** The error's name, empty where it succeeded or is not told. */
  String error() {
    String error = errorIn(3);
    return error.isEmpty() ? errorIn(38) : error;
  }

  /** {@code SUCCESS}, an error's name, or a number. */
  private String errorIn(int field) {
    String text = text(field);
    return text.equals("SUCCESS") || number(field) != Long.MIN_VALUE ? "" : text;
  }

  boolean failed() {
    return isTrue(4);
  }

  long length() {
    return Math.max(0, number(5));
  }

  boolean opensForWriting() {
    return isTrue(6) || openFlags.write(text(7));
  }

  long drops() {
    return number(9);
  }

  long pid() {
    return Math.max(-1, number(10));
  }

  long parent() {
    return Math.max(-1, number(11));
  }

  String executable() {
    String path = text(12);
    if (!path.isEmpty()) {
      return path;
    }
    String argument = text(13);
    String name = text(14);
    return argument.startsWith("/") || name.isEmpty() ? argument : name;
  }

  String commandLine() {
    return text(15);
  }

  String descriptorName() {
    return text(16);
  }

  String descriptorType() {
    String kind = text(17);
    return kind.isEmpty() ? text(18) : kind;
  }

  String transport() {
    return text(19);
  }

  long descriptor() {
    return number(20);
  }

  String localIp() {
    return text(21);
  }

  long localPort() {
    return Math.max(0, number(22));
  }

  boolean isServer() {
    return isTrue(35);
  }

  /** Empty for the host's own processes. */
  String containerId() {
    String id = text(23);
    return id.equals("host") ? "" : id;
  }

  /** The pod, the container's name, its id, whichever is told first. */
  String containerLabel(String id) {
    String name = text(24);
    String pod = text(27);
    if (!pod.isEmpty()) {
      return name.isEmpty() ? pod : pod + "/" + name;
    }
    return name.isEmpty() ? id : name;
  }

  @Nullable String image() {
    String repository = text(25);
    String tag = text(26);
    if (repository.isEmpty()) {
      return null;
    }
    return tag.isEmpty() ? repository : repository + ":" + tag;
  }

  @Nullable String role() {
    String deployment = text(28);
    return deployment.isEmpty() ? null : deployment;
  }

  /** The path a call is on; of two, the new one; resolved where the rule asks for that. */
  String path() {
    return first(30, 33, 29, 31, 32, 37);
  }

  /** The process acted upon: {@code 1234(nginx)} or {@code 1234}; -1 where not told. */
  long target() {
    String text = text(34);
    int end = 0;
    long number = 0;
    while (end < text.length() && end < 10 && Character.isDigit(text.charAt(end))) {
      number = number * 10 + (text.charAt(end) - '0');
      end++;
    }
    return end == 0 ? -1 : number;
  }

  /** What of the kernel's is acted upon. */
  String name() {
    return text(36).toLowerCase(Locale.ROOT);
  }

  private String first(int... fields) {
    for (int field : fields) {
      String text = text(field);
      if (!text.isEmpty()) {
        return text;
      }
    }
    return "";
  }

  private String text(int field) {
    if (to[field] == from[field]) {
      return "";
    }
    String text = cursor.text(from[field], to[field]);
    return text.equals("<NA>") ? "" : text;
  }

  private long number(int field) {
    return to[field] == from[field] ? Long.MIN_VALUE : cursor.number(from[field], to[field]);
  }

  private boolean isTrue(int field) {
    return to[field] > from[field] && text(field).equals("true");
  }
}
