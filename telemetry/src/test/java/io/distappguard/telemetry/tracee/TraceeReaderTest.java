package io.distappguard.telemetry.tracee;

import static io.distappguard.telemetry.Collected.anything;
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

class TraceeReaderTest extends LineReaderContract {

  private static final String FORK =
      older(
          "1657290245020855990",
          "sched_process_fork",
          0,
          "{\"name\":\"parent_pid\",\"type\":\"int\",\"value\":9},{\"name\":\"child_tid\",\"type\":\"int\",\"value\":5010},{\"name\":\"child_pid\",\"type\":\"int\",\"value\":5010}");

  private static final String CONNECT =
      older(
          "1657290245120855990",
          "security_socket_connect",
          0,
          "{\"name\":\"sockfd\",\"type\":\"int\",\"value\":5},{\"name\":\"type\",\"type\":\"string\",\"value\":\"SOCK_STREAM\"},{\"name\":\"remote_addr\",\"type\":\"struct"
              + " sockaddr*\",\"value\":{\"sa_family\":\"AF_INET\",\"sin_addr\":\"10.0.0.9\",\"sin_port\":\"5432\"}}");

  private static final String OPEN =
      older(
          "1657290245220855990",
          "openat",
          -13,
          "{\"name\":\"dirfd\",\"type\":\"int\",\"value\":-100},{\"name\":\"pathname\",\"type\":\"const"
              + " char*\",\"value\":\"/etc/shadow\"},{\"name\":\"flags\",\"type\":\"int\",\"value\":\"O_WRONLY|O_APPEND\"}");

  private static final String EXEC =
      """
      {"timestamp":{"seconds":"1657290245","nanos":320855990},"id":"sched_process_exec","name":"sched_process_exec","policies":{"matched":["p"]},"workload":{"process":{"executable":{"path":"/usr/bin/ls"},"unique_id":"2","host_pid":{"value":5010},"pid":{"value":10},"thread":{"name":"ls","host_tid":5010,"tid":10,"syscall":"execve"},"ancestors":[{"host_pid":{"value":5009},"pid":{"value":9}},{"host_pid":1}]},"container":{"id":"abbc","name":"shop-c","image":{"id":"1","name":"shop:2"}},"k8s":{"pod":{"name":"shop-1","uid":"1"},"namespace":{"name":"default"}}},"data":[{"name":"cmdpath","str":"ls"},{"name":"pathname","str":"/usr/bin/ls"},{"name":"argv","str_array":{"value":["ls","-l"]}}]}
      """;

  private static String older(String nanos, String event, int result, String arguments) {
    return """
    {"timestamp":%s,"threadStartTime":1,"processorId":3,"processId":9,"cgroupId":5,"threadId":9,"parentProcessId":1,"hostProcessId":5009,"hostThreadId":5009,"hostParentProcessId":5000,"userId":0,"processName":"sh","executable":{"path":"/bin/sh"},"hostName":"shop-1","containerId":"abbc","container":{"id":"abbc","name":"shop-c","image":"shop:2"},"kubernetes":{"podName":"shop-1","podNamespace":"default"},"eventId":"715","eventName":"%s","argsNum":3,"returnValue":%d,"syscall":"x","stackAddresses":null,"args":[%s]}
    """
        .formatted(nanos, event, result, arguments);
  }

  @Override
  protected String sample() {
    return FORK + CONNECT + OPEN + CONNECT;
  }

  @Override
  protected long eventsInSample() {
    return 4;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return EventFiles.read(TraceeReader::open, stream, sink);
  }

  @Test
  void eventsOfTheOlderShapeAreControlEvents() throws IOException {
    Collected seen = accepted(sample());
    assertThat(seen.containers)
        .extracting("name", "image")
        .containsExactly(Tuple.tuple("shop-1/shop-c", "shop:2"));
    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.processes)
        .extracting("pid", "executable", "parent")
        .containsExactly(Tuple.tuple(5009L, "/bin/sh", -1), Tuple.tuple(5010L, "/bin/sh", 0));
    assertThat(seen.calls(Operation.CONNECT, socket("", "10.0.0.9:5432"))).isEqualTo(2);
    assertThat(seen.errors(Operation.OPEN_FOR_WRITE, file("/etc/shadow"))).isEqualTo(1);
  }

  @Test
  void eventsOfTheNewerShapeAreTheSame() throws IOException {
    Collected seen = accepted(EXEC);
    assertThat(seen.calls(Operation.EXECUTE, file("/usr/bin/ls"))).isEqualTo(1);
    assertThat(seen.containers)
        .extracting("name", "image")
        .containsExactly(Tuple.tuple("shop-1/shop-c", "shop:2"));
    assertThat(seen.processes)
        .extracting("pid", "executable", "arguments")
        .containsExactly(Tuple.tuple(5010L, "/usr/bin/ls", "ls -l"));
  }

  @Test
  void aNewThreadIsNoFork() throws IOException {
    String thread =
        FORK.replace(
            "\"child_tid\",\"type\":\"int\",\"value\":5010",
            "\"child_tid\",\"type\":\"int\",\"value\":5011");
    assertThat(accepted(thread).exchanges).isEmpty();
  }

  @Test
  void unixSocketsAreNamedByTheirPaths() throws IOException {
    String unix =
        CONNECT.replace(
            "{\"sa_family\":\"AF_INET\",\"sin_addr\":\"10.0.0.9\",\"sin_port\":\"5432\"}",
            "{\"sa_family\":\"AF_UNIX\",\"sun_path\":\"/run/db.sock\"}");
    assertThat(accepted(unix).calls(Operation.CONNECT, socket("", "/run/db.sock"))).isEqualTo(1);
  }

  @Test
  void callsThatMoveDataHaveNoMeaning() throws IOException {
    assertThat(accepted(OPEN.replace("\"openat\"", "\"read\"")).exchanges).isEmpty();
  }

  @Test
  void namesOfTheContainerMayStandOutsideIt() throws IOException {
    String flat =
        CONNECT.replace(
            "\"container\":{\"id\":\"abbc\",\"name\":\"shop-c\",\"image\":\"shop:2\"},\"kubernetes\":{\"podName\":\"shop-1\",\"podNamespace\":\"default\"}",
            "\"containerImage\":\"shop:2\",\"containerName\":\"shop-c\",\"podName\":\"shop-1\"");
    assertThat(accepted(flat).containers)
        .extracting("name", "image")
        .containsExactly(Tuple.tuple("shop-1/shop-c", "shop:2"));
  }

  @Test
  void argumentsMayComeInAnyOrder() throws IOException {
    String turned =
        OPEN.replace(
            "\"name\":\"pathname\",\"type\":\"const char*\",\"value\":\"/etc/shadow\"",
            "\"value\":\"/etc/shadow\",\"type\":\"const char*\",\"name\":\"pathname\"");
    assertThat(turned).isNotEqualTo(OPEN);
    assertThat(accepted(turned).errors(Operation.OPEN_FOR_WRITE, file("/etc/shadow"))).isEqualTo(1);
  }

  private static Collected accepted(String text) throws IOException {
    return EventFiles.accepted(TraceeReader::open, text);
  }
}
