package io.distappguard.telemetry.lidds;

import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.sysdig.EventLine;
import io.distappguard.telemetry.sysdig.LineFormat;
import io.distappguard.telemetry.sysdig.Scanning;
import org.jspecify.annotations.Nullable;

/**
 * {@code timestamp uid pid process_name tid syscall direction params}, all in one line with spaces
 * between, the time in nanoseconds, the parameters as sysdig writes them, payload in base64.
 */
final class LidDsLine implements LineFormat {

  static final String NO_TIME = "line without a time in nanoseconds";
  static final String NO_PROCESS = "line without a process";
  static final String NO_THREAD = "line without a thread";
  static final String NO_DIRECTION = "line without a direction";

  @Override
  public @Nullable String parse(byte[] buffer, int from, int to, EventLine event) {
    event.clear();
    event.bytes = buffer;
    int end = Scanning.space(buffer, from, to);
    event.nanos = end - from < 16 ? -1 : Scanning.number(buffer, from, end);
    if (event.nanos < 0) {
      return NO_TIME;
    }
    int user = Math.min(end + 1, to);
    end = Scanning.space(buffer, user, to);
    int pid = Math.min(end + 1, to);
    int pidEnd = Scanning.space(buffer, pid, to);
    event.pid = Scanning.number(buffer, pid, pidEnd);
    if (event.pid < 0) {
      return NO_PROCESS;
    }
    // the name is cut off at spaces nowhere: it ends where number, call and direction follow
    int name = Math.min(pidEnd + 1, to);
    int nameEnd = Scanning.space(buffer, name, to);
    while (nameEnd < to) {
      int tidEnd = Scanning.space(buffer, nameEnd + 1, to);
      int callEnd = Scanning.space(buffer, Math.min(tidEnd + 1, to), to);
      long tid = Scanning.number(buffer, nameEnd + 1, tidEnd);
      if (tid >= 0 && isDirection(buffer, callEnd + 1, to)) {
        event.tid = tid;
        event.processFrom = name;
        event.processTo = nameEnd;
        event.call = Syscall.of(buffer, tidEnd + 1, callEnd);
        event.enter = buffer[callEnd + 1] == '>';
        event.parametersFrom = Math.min(callEnd + 3, to);
        event.parametersTo = to;
        return null;
      }
      nameEnd = tidEnd;
    }
    return nameEnd == name ? NO_THREAD : NO_DIRECTION;
  }

  private static boolean isDirection(byte[] buffer, int at, int to) {
    return at < to
        && (buffer[at] == '>' || buffer[at] == '<')
        && (at + 1 == to || buffer[at + 1] == ' ');
  }
}
