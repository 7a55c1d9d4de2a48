package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

class StraceReaderContractTest extends LineReaderContract {

  @Override
  protected String sample() {
    return """
    6561  1795316149.061086 execve("./v", ["./v"], 0x7fffc6be62c0 /* 35 vars */) = 0
    6561  1795316149.061654 openat(AT_FDCWD</tmp/t>, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 3</etc/hosts>
    6561  1795316149.061836 read(3</etc/hosts>, "127.0.0.1"..., 4096) = 9
    6561  1795316149.063033 socketpair(AF_UNIX, SOCK_DGRAM, 0, [4<UNIX:[10958->10959]>, 5<UNIX:[10959->10958]>]) = 0
    6561  1795316149.064000 recvfrom(4<UNIX:[10959->10958]>, 0x7fffed314ba6, 10, 0, NULL, NULL) = -1 EAGAIN (Resource temporarily unavailable)
    6561  1795316149.065000 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=1} ---
    6561  1795316149.067563 exit_group(0)   = ?
    6561  1795316149.067754 +++ exited with 0 +++
    """;
  }

  @Override
  protected long eventsInSample() {
    return 8;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return new StraceReader(List.of(Straced.source("c", stream))).read(sink);
  }
}
