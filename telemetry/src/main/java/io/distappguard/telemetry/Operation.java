package io.distappguard.telemetry;

/**
 * What a process did to an entity. The first four move data; the others are life-cycle and control
 * events, which carry calls and errors but no bytes.
 *
 * <p>The order is part of the recording format: new operations are appended, none is moved.
 */
public enum Operation {
  /** Data from a file, pipe or memory object into the process: read, pread, readv, copy sources. */
  READ(Direction.IN),
  /**
   * Data from the process into a file, pipe or memory object: write, pwrite, writev, copy targets.
   */
  WRITE(Direction.OUT),
  /** Data from the process into a socket. */
  SEND(Direction.OUT),
  /** Data from a socket into the process. */
  RECEIVE(Direction.IN),
  /** A connection asked for. */
  CONNECT(Direction.OUT),
  /** A connection taken. */
  ACCEPT(Direction.IN),
  /** A socket bound to an address or set listening. */
  LISTEN(Direction.OUT),
  /** An executable started in place of the process's image: execve, execveat. */
  EXECUTE(Direction.OUT),
  /** A child process begun: fork, vfork, clone without CLONE_THREAD. */
  FORK(Direction.OUT),
  /** The process ended. */
  EXIT(Direction.OUT),
  /** A file opened for reading only. */
  OPEN(Direction.IN),
  /** A file opened for writing, created or truncated. */
  OPEN_FOR_WRITE(Direction.OUT),
  /** A file or directory removed. */
  DELETE(Direction.OUT),
  /** A file renamed or linked; the entity is the new name. */
  RENAME(Direction.OUT),
  /** setns, unshare: the process changed its namespaces. */
  SET_NAMESPACE(Direction.OUT),
  /** mount, umount, pivot_root, chroot, fsopen, fsmount, open_tree, move_mount. */
  MOUNT(Direction.OUT),
  /**
   * ptrace, process_vm_readv, process_vm_writev, pidfd_getfd: another process's memory, descriptors
   * or control.
   */
  TRACE(Direction.OUT),
  /** setuid, setgid, setresuid, capset, keyctl and their kind. */
  SET_IDENTITY(Direction.OUT),
  /** memfd_create: an executable or file without a name. */
  CREATE_MEMORY_FILE(Direction.OUT),
  /** chmod, chown, and their kind, and setxattr where it gives a file capabilities. */
  CHANGE_MODE(Direction.OUT),
  /** kill, tgkill to another process. */
  SIGNAL(Direction.OUT),
  /** init_module, finit_module, bpf, kexec_load: what the kernel itself runs. */
  EXTEND_KERNEL(Direction.OUT);

  /** Which way the data, or the control, goes as seen from the process. */
  public enum Direction {
    /** From the entity into the process. */
    IN,
    /** From the process to the entity. */
    OUT
  }

  private final Direction direction;

  Operation(Direction direction) {
    this.direction = direction;
  }

  /** Which way the data, or the control, goes as seen from the process. */
  public Direction direction() {
    return direction;
  }

  /** Whether bytes count for this operation. */
  public boolean movesData() {
    return this == READ || this == WRITE || this == SEND || this == RECEIVE;
  }
}
