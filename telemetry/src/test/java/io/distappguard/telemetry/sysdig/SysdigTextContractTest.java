package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import java.io.IOException;
import java.io.InputStream;

class SysdigTextContractTest extends LineReaderContract {

  @Override
  protected String sample() {
    return """
    1 12:02:36.100000000 2 echo (7896) > write fd=1(<f>/dev/pts/3) size=12\s
    2 12:02:36.100000001 2 echo (7896) < write res=12 data=hello world.\s
    3 12:02:36.100000002 0 <NA> (0) > switch next=2987(sysdig) pgft_maj=0\s
    4 12:02:36.100000003 0 my shell (5) < open fd=3(<f>/a b) name=/a b flags=1(O_RDONLY) mode=0\s
    5 12:02:36.100000004 0 my shell (5) < connect res=-115(EINPROGRESS) tuple=10.0.0.1:4->10.0.0.2:80 fd=4(<4>)\s
    """;
  }

  @Override
  protected long eventsInSample() {
    return 5;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return Sysdig.read(SysdigReader::openText, stream, sink);
  }
}
