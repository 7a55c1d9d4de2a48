package io.distappguard.telemetry.tracee;

import io.distappguard.telemetry.json.FieldNames;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.json.KnownObjects;
import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.IsoTime;

/** The fields of one event, of either shape, that tell who did what when. */
final class TraceeFields {

  private static final ByteWords TOP =
      ByteWords.of(
          "timestamp", // 0
          "eventName",
          "name",
          "hostName",
          "processId",
          "hostProcessId", // 5
          "parentProcessId",
          "hostParentProcessId",
          "processName",
          "executable",
          "containerId", // 10
          "container",
          "kubernetes",
          "returnValue",
          "args",
          "workload", // 15
          "data",
          "containerName",
          "containerImage",
          "podName");
  private static final ByteWords TIME = ByteWords.of("seconds", "nanos");
  private static final ByteWords WORKLOAD = ByteWords.of("process", "container", "k8s");
  private static final ByteWords PROCESS =
      ByteWords.of("executable", "pid", "host_pid", "hostPid", "thread", "ancestors");
  private static final ByteWords CONTAINER = ByteWords.of("id", "name", "image");
  private static final ByteWords POD = ByteWords.of("podName", "pod");
  private static final ByteWords NAME = ByteWords.of("name");
  private static final ByteWords PATH = ByteWords.of("path");
  private static final ByteWords VALUE = ByteWords.of("value");

  private final FieldNames names = new FieldNames(TOP);
  private final FieldNames workloadNames = new FieldNames(WORKLOAD);
  private final FieldNames processNames = new FieldNames(PROCESS);
  private final FieldNames ancestorNames = new FieldNames(PROCESS);
  private final KnownObjects<Labels> containers = new KnownObjects<>(CONTAINER, Labels::of);
  private final KnownObjects<String> pods = new KnownObjects<>(POD, TraceeFields::pod);

  /** A container as the event tells it; empty where it does not. */
  private record Labels(String id, String name, String image) {

    static Labels of(JsonCursor cursor, byte[] buffer) {
      String id = "";
      String name = "";
      String image = "";
      if (cursor.enter()) {
        while (cursor.nextField()) {
          switch (CONTAINER.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
            case 0 -> id = cursor.text();
            case 1 -> name = cursor.text();
            case 2 -> image = member(cursor, buffer, NAME);
            default -> cursor.skip();
          }
        }
      }
      return new Labels(id, name, image);
    }
  }

  final TraceeArguments arguments = new TraceeArguments();
  long micros;
  String event;
  boolean isEvent;
  String host;
  String executable;
  String container;
  String containerName;
  String image;
  String pod;
  long result;

  private long pid;
  private long hostPid;
  private long parent;
  private long hostParent;
  private String commandName;

  TraceeFields() {
    clear();
  }

  /** Forgets everything, for the next event. */
  void clear() {
    arguments.clear();
    micros = 0;
    event = "";
    isEvent = false;
    host = "";
    executable = "";
    container = "";
    containerName = "";
    image = "";
    pod = "";
    result = 0;
    pid = -1;
    hostPid = -1;
    parent = -1;
    hostParent = -1;
    commandName = "";
  }

  /** The process in the host's namespace where that is told, else in its own. */
  long processId() {
    return hostPid >= 0 ? hostPid : pid;
  }

  long parentId() {
    return hostParent >= 0 ? hostParent : parent;
  }

  void read(JsonCursor cursor, byte[] buffer) {
    for (cursor.enter(); cursor.nextField(names); ) {
      switch (cursor.field()) {
        case 0 -> time(cursor, buffer);
        case 1 -> {
          event = cursor.text();
          isEvent = true;
        }
        case 2 -> event = event.isEmpty() ? cursor.text() : passed(cursor, event);
        case 3 -> host = cursor.text();
        case 4 -> pid = Math.max(-1, cursor.number());
        case 5 -> hostPid = Math.max(-1, cursor.number());
        case 6 -> parent = Math.max(-1, cursor.number());
        case 7 -> hostParent = Math.max(-1, cursor.number());
        case 8 -> commandName = cursor.text();
        case 9 -> executable = member(cursor, buffer, PATH);
        case 10 -> container = cursor.text();
        case 11 -> container(cursor);
        case 12 -> pod(cursor);
        case 13 -> result = Math.max(Integer.MIN_VALUE, cursor.number());
        case 14, 16 -> arguments.read(cursor, buffer);
        case 15 -> workload(cursor, buffer);
        case 17 -> containerName = cursor.text();
        case 18 -> image = cursor.text();
        case 19 -> pod = cursor.text();
        default -> cursor.skip();
      }
    }
    executable = executable.isEmpty() ? commandName : executable;
  }

  private static String passed(JsonCursor cursor, String known) {
    cursor.skip();
    return known;
  }

  /** Nanoseconds since the epoch, {@code {"seconds", "nanos"}} or RFC 3339. */
  private void time(JsonCursor cursor, byte[] buffer) {
    if (cursor.isObject()) {
      long seconds = 0;
      long nanos = 0;
      cursor.enter();
      while (cursor.nextField()) {
        switch (TIME.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
          case 0 -> seconds = cursor.number();
          case 1 -> nanos = cursor.number();
          default -> cursor.skip();
        }
      }
      boolean fits = seconds > 0 && seconds < Long.MAX_VALUE / 1_000_000_000L && nanos >= 0;
      micros = fits ? seconds * 1_000_000 + nanos / 1000 : 0;
    } else if (cursor.scalar()) {
      micros = IsoTime.micros(buffer, cursor.valueFrom(), cursor.valueTo());
      if (micros == IsoTime.NONE) {
        micros = nanos(buffer, cursor.valueFrom(), cursor.valueTo()) / 1000;
      }
    }
  }

  private static long nanos(byte[] buffer, int from, int to) {
    long number = 0;
    for (int at = from; at < to; at++) {
      int digit = buffer[at] - '0';
      if (digit < 0 || digit > 9 || at - from > 18) {
        return 0;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private void workload(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    isEvent = true;
    while (cursor.nextField(workloadNames)) {
      switch (cursor.field()) {
        case 0 -> process(cursor, buffer);
        case 1 -> container(cursor);
        case 2 -> pod(cursor);
        default -> cursor.skip();
      }
    }
  }

  private void process(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField(processNames)) {
      switch (cursor.field()) {
        case 0 -> executable = member(cursor, buffer, PATH);
        case 1 -> pid = wrapped(cursor, buffer);
        case 2, 3 -> hostPid = wrapped(cursor, buffer);
        case 4 -> commandName = member(cursor, buffer, NAME);
        case 5 -> ancestors(cursor, buffer);
        default -> cursor.skip();
      }
    }
  }

  /** The first of them is the parent. */
  private void ancestors(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enterArray()) {
      return;
    }
    boolean isFirst = true;
    while (cursor.nextElement()) {
      if (!isFirst || !cursor.isObject()) {
        cursor.skip();
        continue;
      }
      isFirst = false;
      cursor.enter();
      while (cursor.nextField(ancestorNames)) {
        switch (cursor.field()) {
          case 1 -> parent = wrapped(cursor, buffer);
          case 2, 3 -> hostParent = wrapped(cursor, buffer);
          default -> cursor.skip();
        }
      }
    }
  }

  /** A number, or {@code {"value": number}}. */
  private static long wrapped(JsonCursor cursor, byte[] buffer) {
    if (!cursor.isObject()) {
      return Math.max(-1, cursor.number());
    }
    long value = -1;
    cursor.enter();
    while (cursor.nextField()) {
      if (VALUE.number(buffer, cursor.nameFrom(), cursor.nameTo()) == 0) {
        value = Math.max(-1, cursor.number());
      } else {
        cursor.skip();
      }
    }
    return value;
  }

  /** One text of an object; of a plain text, itself. */
  private static String member(JsonCursor cursor, byte[] buffer, ByteWords which) {
    if (!cursor.isObject()) {
      return cursor.text();
    }
    String text = "";
    cursor.enter();
    while (cursor.nextField()) {
      if (which.number(buffer, cursor.nameFrom(), cursor.nameTo()) == 0) {
        text = cursor.text();
      } else {
        cursor.skip();
      }
    }
    return text;
  }

  /** What it does not tell may stand outside it. */
  private void container(JsonCursor cursor) {
    Labels labels = containers.read(cursor);
    container = labels.id.isEmpty() ? container : labels.id;
    containerName = labels.name.isEmpty() ? containerName : labels.name;
    image = labels.image.isEmpty() ? image : labels.image;
  }

  private void pod(JsonCursor cursor) {
    String told = pods.read(cursor);
    pod = told.isEmpty() ? pod : told;
  }

  private static String pod(JsonCursor cursor, byte[] buffer) {
    String pod = "";
    if (cursor.enter()) {
      while (cursor.nextField()) {
        switch (POD.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
          case 0 -> pod = cursor.text();
          case 1 -> pod = member(cursor, buffer, NAME);
          default -> cursor.skip();
        }
      }
    }
    return pod;
  }
}
