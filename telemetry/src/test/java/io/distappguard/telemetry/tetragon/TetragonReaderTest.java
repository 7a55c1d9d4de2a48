package io.distappguard.telemetry.tetragon;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Collected.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.EventFiles;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import io.distappguard.telemetry.Operation;
import java.io.IOException;
import java.io.InputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class TetragonReaderTest extends LineReaderContract {

  private static final String POD =
      """
      "pod":{"namespace":"default","name":"shop-1","container":{"id":"containerd://6b742e38","name":"shop","image":{"id":"x@sha256:1","name":"docker.io/library/shop:2"},"pid":20},"pod_labels":{"app.kubernetes.io/name":"shop"},"workload":"shop-dep","workload_kind":"Deployment"},"docker":"6b742e38"\
      """;

  private static final String PARENT =
      """
      {"exec_id":"bm9k","pid":64700,"uid":0,"cwd":"/","binary":"/bin/sh","arguments":"-c run","flags":"execve rootcwd clone","start_time":"2024-04-14T02:18:01.240856427Z","auid":4294967295,%s,"parent_exec_id":"YQ==","tid":64700}\
      """
          .formatted(POD);

  private static final String PROCESS =
      """
      {"exec_id":"bm9k","pid":64746,"uid":0,"cwd":"/","binary":"/bin/vi","arguments":"/etc/passwd","flags":"execve rootcwd clone","start_time":"2024-04-14T02:18:14.240856427Z","auid":4294967295,%s,"parent_exec_id":"YQ==","tid":64746}\
      """
          .formatted(POD);

  private static final String EXEC =
      event("process_exec", "\"process\":" + PROCESS + ",\"parent\":" + PARENT, "14.1");

  private static final String OPEN =
      event(
          "process_kprobe",
          "\"process\":"
              + PROCESS
              + ",\"parent\":"
              + PARENT
              + ",\"function_name\":\"security_file_permission\",\"args\":[{\"file_arg\":{\"path\":\"/etc/passwd\",\"permission\":\"-rw-r--r--\"}},{\"int_arg\":2}],\"return\":{\"int_arg\":0},\"action\":\"KPROBE_ACTION_POST\",\"policy_name\":\"p\"",
          "14.376304204");

  private static final String CONNECT =
      event(
          "process_kprobe",
          "\"process\":"
              + PROCESS
              + ",\"function_name\":\"tcp_connect\",\"args\":[{\"sock_arg\":{\"family\":\"AF_INET\",\"type\":\"SOCK_STREAM\",\"protocol\":\"IPPROTO_TCP\",\"saddr\":\"10.0.0.5\",\"daddr\":\"10.0.0.9\",\"sport\":48272,\"dport\":5432,\"cookie\":\"18446623\"}}]",
          "14.4");

  private static final String EXIT =
      event("process_exit", "\"process\":" + PROCESS + ",\"signal\":\"SIGKILL\"", "14.5");

  private static String event(String kind, String body, String second) {
    return "{\"%s\":{%s},\"node_name\":\"node-a\",\"time\":\"2024-04-14T02:18:%sZ\"}\n"
        .formatted(kind, body, second);
  }

  @Override
  protected String sample() {
    return EXEC + OPEN + CONNECT + EXIT;
  }

  @Override
  protected long eventsInSample() {
    return 4;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return EventFiles.read(TetragonReader::open, stream, sink);
  }

  @Test
  void aProcessIsForkedExecutesActsAndEnds() throws IOException {
    Collected seen = accepted(sample());
    assertThat(seen.containers)
        .extracting("name", "host", "role", "image")
        .containsExactly(Tuple.tuple("shop-1/shop", "node-a", "shop", "docker.io/library/shop:2"));
    assertThat(seen.processes)
        .extracting("pid", "parent", "executable", "arguments")
        .containsExactly(
            Tuple.tuple(64700L, -1, "/bin/sh", "-c run"),
            Tuple.tuple(64746L, 0, "/bin/sh", "-c run"),
            Tuple.tuple(64746L, 0, "/bin/vi", "/etc/passwd"));
    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.EXECUTE, file("/bin/vi"))).isEqualTo(1);
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, file("/etc/passwd"))).isEqualTo(1);
    assertThat(seen.calls(Operation.CONNECT, socket("10.0.0.5:48272", "10.0.0.9:5432")))
        .isEqualTo(1);
    assertThat(
            seen.calls(
                Operation.EXIT,
                entity ->
                    entity instanceof Entity.KernelEntity kernel
                        && kernel.name().equals("killed by SIGKILL")))
        .isEqualTo(1);
  }

  @Test
  void whatRanBeforeTetragonIsMadeKnownAndDidNotExecute() throws IOException {
    Collected seen =
        accepted(EXEC.replace("\"execve rootcwd clone\"", "\"procFS auid\"") + CONNECT);
    assertThat(seen.calls(Operation.EXECUTE, anything())).isZero();
    assertThat(seen.calls(Operation.CONNECT, anything())).isEqualTo(1);
  }

  @Test
  void aCallThatWasPreventedFailed() throws IOException {
    Collected seen = accepted(OPEN.replace("KPROBE_ACTION_POST", "KPROBE_ACTION_OVERRIDE"));
    assertThat(seen.errors(Operation.OPEN_FOR_WRITE, file("/etc/passwd"))).isEqualTo(1);
  }

  @Test
  void eventsThatWereLeftOutMakeTheIntervalIncomplete() throws IOException {
    String limited =
        event("rate_limit_info", "\"number_of_dropped_process_events\":\"40\"", "14.2");
    assertThat(accepted(OPEN + limited).gaps)
        .extracting("reason", "count")
        .containsExactly(Tuple.tuple("dropped by source", 40L));
  }

  @Test
  void callsAreKnownByTheirEntries() throws IOException {
    String setuid = OPEN.replace("security_file_permission", "__x64_sys_setuid");
    assertThat(accepted(setuid).calls(Operation.SET_IDENTITY, anything())).isEqualTo(1);
    String moved = OPEN.replace("security_file_permission", "tcp_sendmsg");
    assertThat(accepted(moved).exchanges).isEmpty();
  }

  @Test
  void eventsOfConnectionsAreKnownByTheirAddresses() throws IOException {
    String connected =
        event(
            "process_connect",
            "\"process\":"
                + PROCESS
                + ",\"source_ip\":\"10.0.0.5\",\"source_port\":41062,\"destination_ip\":\"10.0.0.9\",\"destination_port\":53,\"protocol\":\"UDP\"",
            "14.4");
    String listened =
        event(
            "process_listen",
            "\"process\":" + PROCESS + ",\"ip\":\"0.0.0.0\",\"port\":80,\"protocol\":\"TCP\"",
            "14.5");
    Collected seen = accepted(connected + listened);
    assertThat(seen.calls(Operation.CONNECT, socket("10.0.0.5:41062", "10.0.0.9:53"))).isEqualTo(1);
    assertThat(seen.calls(Operation.LISTEN, socket("0.0.0.0:80", ""))).isEqualTo(1);
  }

  @Test
  void threadsOfAProcessThatIsKnownAreOfThatProcess() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int thread = 64746; thread < 64766; thread++) {
      lines.append(OPEN.replace("\"tid\":64746", "\"tid\":" + thread));
      lines.append(OPEN.replace("64746", Integer.toString(thread + 1000)));
    }
    Collected seen = accepted(lines.toString());
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, file("/etc/passwd"))).isEqualTo(40);
    assertThat(seen.processes).hasSize(22);
  }

  private static Collected accepted(String text) throws IOException {
    return EventFiles.accepted(TetragonReader::open, text);
  }
}
