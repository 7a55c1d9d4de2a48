package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.strace.StraceLine.Outcome;
import java.nio.charset.StandardCharsets;

/** Calls that move data. */
final class DataCalls {

  private static final byte[] MESSAGE_LENGTH = "msg_len=".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FAMILY = "sa_family=AF_INET".getBytes(StandardCharsets.US_ASCII);

  private final TracedContainer container;

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
    OpenFile file =
        container.file(
            process, line.buffer(), line.argumentFrom(argument), line.argumentTo(argument));
    if (file == null || line.outcome() == Outcome.NEVER) {
      return;
    }
    boolean failed = line.outcome() != Outcome.SUCCESS;
    boolean isSocket = file.target.isSocket();
    if (isSocket && !failed && file.pending != null) {
      container.connected(file);
    }
    container.exchange(
        process,
        isSocket ? peer(file, syscall, line) : container.entity(file),
        isSocket ? onSocket : onFile,
        failed ? 0 : bytes(syscall, line),
        failed);
  }

  /** The entity of a socket; for one without connection, the address the message goes to. */
  private int peer(OpenFile file, Syscall syscall, StraceLine line) {
    boolean connected =
        file.target.kind() == Target.Kind.CONNECTED
            || file.target.kind() == Target.Kind.UNIX
            || file.target.name().equals("tcp");
    int address =
        switch (syscall) {
          case SENDTO, RECVFROM -> 4;
          case SENDMSG, RECVMSG, SENDMMSG, RECVMMSG -> 1;
          default -> -1;
        };
    if (!connected && address >= 0 && address < line.argumentCount()) {
      int from = line.argumentFrom(address);
      int to = line.argumentTo(address);
      if (ByteText.contains(line.buffer(), from, to, FAMILY)) {
        String remote = SocketAddress.of(line.buffer(), from, to);
        String local = file.target.kind() == Target.Kind.BOUND ? file.target.local() : "";
        return container.registry.socket(
            container.id, file.target.name(), local.isEmpty() ? file.givenLocal : local, remote);
      }
    }
    return container.entity(file);
  }

  /** The result; for sendmmsg and recvmmsg, which return messages, the sum of their lengths. */
  private static long bytes(Syscall syscall, StraceLine line) {
    if (syscall != Syscall.SENDMMSG && syscall != Syscall.RECVMMSG) {
      return line.result();
    }
    byte[] buffer = line.buffer();
    long sum = 0;
    int to = line.argumentTo(1);
    int at = line.argumentFrom(1);
    while ((at = ByteText.indexOf(buffer, at, to, MESSAGE_LENGTH)) >= 0) {
      at += MESSAGE_LENGTH.length;
      sum += Math.max(0, ByteText.number(buffer, at, to));
    }
    return sum;
  }
}
