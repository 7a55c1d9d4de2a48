package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.strace.StraceLine.Outcome;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.TracedProcess;
import org.jspecify.annotations.Nullable;

/** Calls that move data. */
final class DataCalls {

  static final String MESSAGES_NOT_SHOWN = "not all messages of the call shown (record with -v)";

  private final TracedContainer container;
  private final Messages messages = new Messages();

  DataCalls(TracedContainer container) {
    this.container = container;
  }

  /** Data into the process. */
  void in(TracedProcess process, Syscall syscall, StraceLine line) {
    move(process, syscall, line, 0, Operation.READ, Operation.RECEIVE);
  }

  /** Data out of the process. */
  void out(TracedProcess process, Syscall syscall, StraceLine line) {
    move(process, syscall, line, 0, Operation.WRITE, Operation.SEND);
  }

  /** Data into the process, by a call that sockets alone know. */
  @Nullable String receive(TracedProcess process, Syscall syscall, StraceLine line) {
    if (syscall == Syscall.RECVMMSG) {
      return messages(process, line, Operation.RECEIVE);
    }
    socket(process, line);
    in(process, syscall, line);
    return null;
  }

  /** Data out of the process, by a call that sockets alone know. */
  @Nullable String send(TracedProcess process, Syscall syscall, StraceLine line) {
    if (syscall == Syscall.SENDMMSG) {
      return messages(process, line, Operation.SEND);
    }
    socket(process, line);
    out(process, syscall, line);
    return null;
  }

  /** Data from one descriptor to another: two exchanges. */
  void copy(TracedProcess process, StraceLine line, int source, int target) {
    move(process, Syscall.OTHER, line, source, Operation.READ, Operation.RECEIVE);
    move(process, Syscall.OTHER, line, target, Operation.WRITE, Operation.SEND);
  }

  private void move(
      TracedProcess process,
      Syscall syscall,
      StraceLine line,
      int argument,
      Operation onFile,
      Operation onSocket) {
    OpenFile file = file(process, line, argument);
    if (file == null || line.outcome() == Outcome.NEVER) {
      return;
    }
    boolean failed = line.outcome() != Outcome.SUCCESS;
    boolean isSocket = file.target.isSocket();
    settle(file, line);
    container.exchange(
        process,
        isSocket ? peer(process, file, syscall, line) : container.entity(process, file),
        isSocket ? onSocket : onFile,
        failed ? 0 : line.result(),
        failed);
  }

  /**
   * sendmmsg and recvmmsg: each message may have a peer of its own. Those that follow one another
   * with the same are one exchange.
   *
   * @return null, or why not all of them could be counted
   */
  private @Nullable String messages(TracedProcess process, StraceLine line, Operation operation) {
    OpenFile file = socket(process, line);
    if (file == null || line.outcome() == Outcome.NEVER) {
      return null;
    }
    byte[] buffer = line.buffer();
    int from = line.argumentFrom(1);
    int to = line.argumentTo(1);
    if (line.outcome() != Outcome.SUCCESS) {
      container.exchange(process, container.entity(process, file), operation, 0, true);
      return null;
    }
    settle(file, line);
    messages.several(buffer, from, to);
    int peer = -1;
    long bytes = 0;
    long shown = 0;
    while (shown < line.result() && messages.next()) {
      int next = container.peer(process, file, buffer, messages.nameFrom(), messages.nameTo());
      if (next != peer && peer >= 0) {
        container.exchange(process, peer, operation, bytes, false);
        bytes = 0;
      }
      peer = next;
      bytes += messages.length();
      shown++;
    }
    if (peer >= 0 || line.result() == 0) {
      int last = peer >= 0 ? peer : container.entity(process, file);
      container.exchange(process, last, operation, bytes, false);
    }
    return shown < line.result() ? MESSAGES_NOT_SHOWN : null;
  }

  private void settle(OpenFile file, StraceLine line) {
    if (file.pending != null && line.outcome() == Outcome.SUCCESS && file.target.isSocket()) {
      container.connected(file);
    }
  }

  /** The entity at the other end of a socket; that of the address the message names, if it does. */
  private int peer(TracedProcess process, OpenFile file, Syscall syscall, StraceLine line) {
    byte[] buffer = line.buffer();
    return switch (syscall) {
      case SENDTO, RECVFROM ->
          container.peer(process, file, buffer, line.argumentFrom(4), line.argumentTo(4));
      case SENDMSG, RECVMSG -> {
        messages.one(buffer, line.argumentFrom(1), line.argumentTo(1));
        yield container.peer(process, file, buffer, messages.nameFrom(), messages.nameTo());
      }
      default -> container.entity(process, file);
    };
  }

  private @Nullable OpenFile socket(TracedProcess process, StraceLine line) {
    OpenFile file = file(process, line, 0);
    if (file != null) {
      file.usedAsSocket();
    }
    return file;
  }

  private @Nullable OpenFile file(TracedProcess process, StraceLine line, int argument) {
    return container.file(
        process, line.buffer(), line.argumentFrom(argument), line.argumentTo(argument));
  }
}
