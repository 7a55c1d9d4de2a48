package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Lines as strace writes them to a terminal, with whatever else it can be asked to show. */
class StraceTerminalContractTest extends LineReaderContract {

  @Override
  protected String sample() {
    return """
    1795316149.061086 (+     0.000000) [  59] [00007feb2b7cead7] execve("./v", ["./v"], 0x7ffc6be62c0 /* 35 vars */) = 0 <0.000467>
    1795316149.061654 (+     0.000568) [ 257] [00007f8b9f58a011] openat(AT_FDCWD</srv>, "/etc/hosts", O_RDONLY) = 3</etc/hosts> <0.000010>
     > /usr/lib/libc.so.6(__open+0x11) [0x10a011]
    1795316149.062000 (+     0.000100) [  56] [00007f8b9f58a012] clone(child_stack=NULL, flags=SIGCHLDstrace: Process 6562 attached
     <unfinished ...>
    [pid  6562<v>] 1795316149.062100 (+     0.000100) [   0] [00007f8b9f58a013] read(3</etc/hosts>, "127.0.0.1"..., 4096) = 9 <0.000011>
    [pid  6561<v>] 1795316149.062200 (+     0.000100) [  56] [00007f8b9f58a014] <... clone resumed>, child_tidptr=0x7f00) = 6562<v> <0.000200>
    [pid  6562<v>] 1795316149.063000 (+     0.000100) [   0] [00007f8b9f58a013] read(3</etc/hosts>, 0x7f00, 1) = -1 EIO (Input/output error) <0.000011>
    [pid  6562<v>] 1795316149.067754 (+     0.000100) [ 231] [????????????????] +++ exited with 0 +++
    1795316149.068000 (+     0.000100) [ 231] [00007f8b9f58a015] exit_group(0) = ?
    """;
  }

  @Override
  protected long eventsInSample() {
    return 10;
  }

  /** A process that is not met any more takes its calls with it. */
  @Override
  protected long mostLostToOneByte() {
    return 4;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return new StraceReader(List.of(Straced.source("c", stream))).read(sink);
  }
}
