package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.exchange.Syscall;

/** One type of event: a call entered or left, or something else that happened. */
final class EventType {

  /** A parameter that readers ask for, under all the names it has in the table. */
  enum Field {
    FD("fd"),
    PATH("name", "path", "filename", "pathname"),
    NEW_PATH("newpath", "linkpath"),
    DIRECTORY("dirfd", "newdirfd", "newdir", "linkdirfd"),
    FLAGS("flags"),
    CREATE_FLAGS("creat_flags"),
    SIZE("size"),
    TUPLE("tuple"),
    ADDRESS("addr"),
    DOMAIN("domain"),
    SOCKET_TYPE("type"),
    PROTOCOL("proto"),
    FIRST_FD("fd1"),
    SECOND_FD("fd2"),
    SOURCE("source"),
    PEER("peer"),
    INODE("ino", "ino_num"),
    OLD_FD("oldfd"),
    FROM_FD("in_fd", "fd_in", "fdin"),
    TO_FD("out_fd", "fd_out", "fdout"),
    PID("pid"),
    TID("tid"),
    PARENT("ptid"),
    VIRTUAL_TID("vtid"),
    EXECUTABLE("exe"),
    EXECUTABLE_PATH("trusted_exepath", "exepath"),
    ARGUMENTS("args", "argv"),
    WORKING_DIRECTORY("cwd"),
    CGROUPS("cgroups"),
    SIGNAL("sig"),
    STATUS("status"),
    COMMAND("cmd"),
    ARGUMENT("arg"),
    NAMESPACE("nstype"),
    MOUNT_POINT("dir"),
    FIRST("first"),
    LAST("last"),
    JSON("json"),
    ID("id"),
    IMAGE("image");

    private final String[] names;

    Field(String... names) {
      this.names = names;
    }
  }

  /** What an event that sysdig keeps to itself says of the host's state. */
  enum Report {
    NOTHING,
    DROPPING,
    CONTAINER,
    TASK,
    OPEN_FILE
  }

  private static final Field[] FIELDS = Field.values();

  final int number;
  final boolean enter;

  /** Whether sysdig keeps it to itself. */
  final boolean hidden;

  final String name;
  final String[] parameters;
  final String[] kinds;

  /** What the call means here. */
  final Syscall call;

  final Report report;

  private final byte[] positions = new byte[FIELDS.length];

  /**
   * @param described parameters as {@code name:kind}
   */
  EventType(int number, boolean enter, boolean hidden, String name, String[] described) {
    this.number = number;
    this.enter = enter;
    this.hidden = hidden;
    this.name = name;
    this.call = Syscall.of(name);
    this.report = hidden ? report(name) : Report.NOTHING;
    this.parameters = new String[described.length];
    this.kinds = new String[described.length];
    for (int index = 0; index < described.length; index++) {
      int colon = described[index].indexOf(':');
      parameters[index] = described[index].substring(0, colon);
      kinds[index] = described[index].substring(colon + 1);
    }
    for (Field field : FIELDS) {
      positions[field.ordinal()] = (byte) find(field);
    }
  }

  /** Where a parameter stands, -1 where the type has none. */
  int position(Field field) {
    return positions[field.ordinal()];
  }

  private static Report report(String name) {
    return switch (name) {
      case "drop" -> Report.DROPPING;
      case "container" -> Report.CONTAINER;
      case "task" -> Report.TASK;
      default -> name.startsWith("task_file") ? Report.OPEN_FILE : Report.NOTHING;
    };
  }

  private int find(Field field) {
    for (String name : field.names) {
      for (int index = 0; index < parameters.length; index++) {
        if (parameters[index].equals(name)) {
          return index;
        }
      }
    }
    return -1;
  }
}
