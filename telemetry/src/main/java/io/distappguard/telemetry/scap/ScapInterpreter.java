package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.scap.EventType.Field;
import io.distappguard.telemetry.scap.EventType.Report;
import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.HostThread;
import io.distappguard.telemetry.syscall.OpenFile;
import io.distappguard.telemetry.syscall.TracedProcess;

/**
 * Gives events their meaning. A call means something when it is left; what older captures tell only
 * when it is entered is kept with its thread until then. Newer ones repeat all of it on leaving,
 * and need no event of entering.
 */
final class ScapInterpreter {

  private final HostActivity host;
  private final Parameters parameters = new Parameters();
  private final DescriptorEvents descriptors;
  private final ControlEvents control;
  private boolean dropping;
  private boolean dropped;

  ScapInterpreter(HostActivity host) {
    this.host = host;
    this.descriptors = new DescriptorEvents(host, parameters);
    this.control = new ControlEvents(host, parameters, descriptors);
  }

  /** Takes in an event that is shown. */
  void event(ScapEvent event, EventType type) {
    Syscall call = type.call;
    if (call == Syscall.OTHER) {
      return;
    }
    HostThread thread = host.threads().get(event.thread);
    if (!type.enter) {
      parameters.of(event, type, thread);
      leave(thread, call, event.first());
      thread.entered = -1;
    } else if (call == Syscall.PROCEXIT) {
      parameters.of(event, type, thread);
      control.exit(thread);
    } else {
      enter(thread, call, event);
    }
  }

  /** Takes in an event that sysdig keeps to itself, for what it says of the host's state. */
  void hidden(ScapEvent event, EventType type) {
    boolean isState = (event.flags & ScapEvent.STATE_ONLY) != 0;
    if (type.report == Report.NOTHING && !isState) {
      return;
    }
    HostThread thread = host.threads().get(event.thread);
    parameters.of(event, type, thread);
    switch (type.report) {
      case DROPPING -> {
        // entered when the source begins to drop, left when it ends
        dropping = type.enter;
        dropped = true;
      }
      case CONTAINER -> control.container();
      case TASK -> control.task(thread);
      case OPEN_FILE -> descriptors.listed(thread, type.name);
      case NOTHING -> descriptors.stateOnly(thread, type);
    }
  }

  /** Whether the source dropped events since this was last asked, or still does. */
  boolean takeDropping() {
    boolean was = dropped;
    dropped = dropping;
    return was;
  }

  private static void enter(HostThread thread, Syscall call, ScapEvent event) {
    if (call.movesThroughOneFile()
        && (event.count < 3 || call == Syscall.PREAD64 || call == Syscall.PWRITE64)) {
      // all that is asked for later is the descriptor
      thread.entered = event.number;
      thread.enteredFirst = event.first();
      thread.argumentsLength = 0;
    } else {
      thread.enter(
          event.number,
          event.count == 0 ? -1 : event.first(),
          event.bytes,
          event.lengthsFrom,
          event.to);
      thread.enteredCount = event.count;
    }
  }

  private void leave(HostThread thread, Syscall call, long result) {
    TracedProcess process = host.acting(thread);
    switch (call) {
      case READ, PREAD64, READV, PREADV, PREADV2 -> file(process, true, result, result);
      case WRITE, PWRITE64, WRITEV, PWRITEV, PWRITEV2 -> file(process, false, result, result);
      case RECV, RECVFROM, RECVMSG -> socket(process, true, result, result);
      case SEND, SENDTO, SENDMSG -> socket(process, false, result, result);
      // an event for each message, whose own length stands beside the number of them
      case RECVMMSG -> socket(process, true, result, parameters.unsigned(Field.SIZE));
      case SENDMMSG -> socket(process, false, result, parameters.unsigned(Field.SIZE));
      case SENDFILE, SPLICE, TEE, COPY_FILE_RANGE -> {
        file(process, host.file(process, parameters.number(Field.FROM_FD, -1)), true, result);
        file(process, host.file(process, parameters.number(Field.TO_FD, -1)), false, result);
      }
      case EXECVE, EXECVEAT -> control.execute(thread, result);
      case CLONE, CLONE3, FORK, VFORK -> control.clone(thread, result);
      default -> {
        if (!descriptors.leave(process, call, result)) {
          control.leave(process, call, result);
        }
      }
    }
  }

  private void file(TracedProcess process, boolean in, long result, long bytes) {
    host.moved(process, host.file(process, parameters.descriptor()), in, result, bytes);
  }

  private void file(TracedProcess process, OpenFile file, boolean in, long result) {
    host.moved(process, file, in, result, result);
  }

  /** Each event of a message has the message's own ends beside it. */
  private void socket(TracedProcess process, boolean in, long result, long bytes) {
    OpenFile file = host.socket(process, parameters.descriptor());
    ScapEvent holder = parameters.holder(Field.TUPLE);
    int position = holder == null ? -1 : parameters.position(holder, Field.TUPLE);
    int family = holder == null ? 0 : SocketTuple.family(holder, position);
    if (holder == null || family == 0) {
      host.moved(process, file, in, result, bytes);
      return;
    }
    if (in && family == SocketTuple.UNIX) {
      // what comes in is told with the path of the one who receives it
      host.ownPath(file, SocketTuple.path(holder, position));
      host.moved(process, file, true, result, bytes);
      return;
    }
    int from = holder.from(position);
    int to = from + holder.length(position);
    host.message(
        process,
        file,
        in,
        result,
        bytes,
        holder.bytes,
        from,
        to,
        in ? SocketTuple.SENDER : SocketTuple.RECEIVER);
  }
}
