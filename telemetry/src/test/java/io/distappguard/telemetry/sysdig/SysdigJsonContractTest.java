package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import java.io.IOException;
import java.io.InputStream;

class SysdigJsonContractTest extends LineReaderContract {

  @Override
  protected String sample() {
    return """
    {"evt.cpu":0,"evt.dir":">","evt.info":"fd=1(<f>/dev/pts/3) size=12 ","evt.num":1,"evt.outputtime":1457286491203423434,"evt.type":"write","proc.name":"echo","thread.tid":7896}
    {"evt.cpu":0,"evt.dir":"<","evt.info":"res=12 data=hello \\"world\\". ","evt.num":2,"evt.outputtime":1457286491203423435,"evt.type":"write","proc.name":"echo","thread.tid":7896}
    {"evt.cpu":0,"evt.dir":">","evt.info":"next=2987(sysdig) ","evt.num":3,"evt.outputtime":1457286491203423436,"evt.type":"switch","proc.name":null,"thread.tid":0}
    {"container.id":"154a173602f6","container.name":"ssh_1","evt.cpu":0,"evt.dir":"<","evt.info":"fd=3(<f>/a b) name=/a b flags=1(O_RDONLY) mode=0 ","evt.num":4,"evt.outputtime":1457286491203423437,"evt.type":"open","proc.name":"my shell","thread.tid":5,"thread.vtid":9}
    {"evt.cpu":0,"evt.dir":"<","evt.info":"res=0 ","evt.num":5,"evt.outputtime":1457286491203423438,"evt.type":"close","proc.name":"my shell","thread.tid":5}
    """;
  }

  @Override
  protected long eventsInSample() {
    return 5;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return Sysdig.read(SysdigReader::openJson, stream, sink);
  }
}
