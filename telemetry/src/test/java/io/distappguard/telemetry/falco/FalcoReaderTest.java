package io.distappguard.telemetry.falco;

import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Collected.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.EventFiles;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import io.distappguard.telemetry.Operation;
import java.io.IOException;
import java.io.InputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class FalcoReaderTest extends LineReaderContract {

  private static final String CONNECT =
      """
      {"hostname":"node-a","output":"15:15:10.823823828: Notice \\"x\\"","output_fields":{"container.id":"69d22f20d812","container.image.repository":"docker.io/library/web","container.image.tag":"1.4","container.name":null,"evt.res":"EINPROGRESS","evt.time":1710774910823823828,"evt.type":"connect","fd.l4proto":"tcp","fd.name":"10.42.8.48:35662->216.58.215.68:65535","fd.type":"ipv4","k8s.deployment.name":"web","k8s.pod.name":"web-1","proc.cmdline":"curl -s http://x","proc.exepath":"/usr/bin/curl","proc.pid":4711,"proc.ppid":4700},"priority":"Notice","rule":"Unexpected outbound connection","source":"syscall","tags":["network"],"time":"2024-03-18T15:15:10.823823828Z"}
      """;

  private static final String SEND =
      """
      {"hostname":"node-a","output":"x","output_fields":{"container.id":"69d22f20d812","evt.rawres":512,"evt.time":1710774910900000000,"evt.type":"sendto","fd.name":"10.42.8.48:35662->216.58.215.68:65535","proc.name":"curl","proc.pid":4711},"priority":"Notice","rule":"r","source":"syscall","tags":[],"time":"2024-03-18T15:15:10.9Z"}
      """;

  private static final String OPEN =
      """
      {"hostname":"node-a","output":"x","output_fields":{"container.id":"host","evt.arg.flags":"O_RDWR|O_CREAT","evt.time":1710774911000000000,"evt.type":"openat","fd.name":"/etc/p\\u0061sswd","fd.typechar":"f","proc.exepath":"<NA>","proc.name":"tee"},"priority":"Warning","rule":"r","source":"syscall","tags":[],"time":"2024-03-18T15:15:11Z"}
      """;

  private static final String DROPPED =
      """
      {"hostname":"node-a","output":"Falco internal: syscall event drop.","output_fields":{"n_drops":"17","n_evts":"900"},"priority":"Debug","rule":"Falco internal: syscall event drop","source":"internal","time":"2024-03-18T15:15:11.000000000Z"}
      """;

  @Override
  protected String sample() {
    return CONNECT + SEND + OPEN + DROPPED;
  }

  @Override
  protected long eventsInSample() {
    return 4;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return EventFiles.read(FalcoReader::open, stream, sink);
  }

  @Test
  void descriptorsBecomeTheSameEntitiesAsUnderStrace() throws IOException {
    Collected seen = accepted(sample());
    var connection = socket("10.42.8.48:35662", "216.58.215.68:65535");
    assertThat(seen.calls(Operation.CONNECT, connection)).isEqualTo(1);
    assertThat(seen.errors(Operation.CONNECT, connection)).isZero();
    assertThat(seen.bytes(Operation.SEND, connection)).isEqualTo(512);
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, file("/etc/passwd"))).isEqualTo(1);
    assertThat(seen.containers)
        .extracting("name", "host", "role", "image")
        .containsExactly(
            Tuple.tuple("web-1", "node-a", "web", "docker.io/library/web:1.4"),
            Tuple.tuple("node-a", "node-a", null, null));
    assertThat(seen.processes)
        .extracting("pid", "executable", "arguments")
        .containsExactly(
            Tuple.tuple(4711L, "/usr/bin/curl", "curl -s http://x"), Tuple.tuple(-2L, "tee", ""));
  }

  @Test
  void dropsOfFalcoMakeTheIntervalIncomplete() throws IOException {
    assertThat(accepted(sample()).gaps)
        .containsExactly(new Collected.Gap(1710774911000L, -1, "dropped by source", 17));
  }

  @Test
  void whoAcceptsIsTheServer() throws IOException {
    String accept =
        SEND.replace("\"sendto\"", "\"accept4\"")
            .replace("10.42.8.48:35662->", "::1:35662->::1:80,")
            .replace(",216.58.215.68:65535", "");
    Collected seen = accepted(accept);
    assertThat(seen.calls(Operation.ACCEPT, socket("[::1]:80", "[::1]:35662"))).isEqualTo(1);
  }

  @Test
  void anExecutionIsOfTheImageBeforeIt() throws IOException {
    String executed =
        SEND.replace("\"sendto\"", "\"execve\"")
            .replace("\"proc.name\":\"curl\"", "\"proc.exepath\":\"/bin/sh\"")
            .replaceFirst("\"fd.name\":\"[^\"]+\",", "")
            .replace("512", "0");
    Collected seen = accepted(CONNECT + executed);
    Collected.Exchange execution = seen.matching(Operation.EXECUTE, file("/bin/sh")).getFirst();
    assertThat(seen.processes.get(execution.process()).executable()).isEqualTo("/usr/bin/curl");
    assertThat(seen.processes.getLast().executable()).isEqualTo("/bin/sh");
  }

  @Test
  void sparseAlertsAreInOrderHoursApart() throws IOException {
    String later = OPEN.replace("1710774911000000000", "1710794911000000000");
    String last = OPEN.replace("1710774911000000000", "1710894911000000000");
    assertThat(accepted(CONNECT + later + last).ended).hasSize(3);
  }

  @Test
  void anAlertThatNamesNoCallIsRefused() throws IOException {
    Intake intake = read(bytes(OPEN.replace("\"evt.type\":\"openat\",", "") + "{\"a\":1}\n"));
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(
            Tuple.tuple(FalcoReader.NO_CALL, "input:1"),
            Tuple.tuple(FalcoReader.NOT_FALCO, "input:2"));
  }

  private static Collected accepted(String text) throws IOException {
    return EventFiles.accepted(FalcoReader::open, text);
  }
}
