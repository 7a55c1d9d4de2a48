package io.distappguard.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.EventFiles;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.falco.FalcoReader;
import io.distappguard.telemetry.sysdig.SysdigReader;
import io.distappguard.telemetry.tetragon.TetragonReader;
import io.distappguard.telemetry.tracee.TraceeReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reader of events as JSON reads them a line each, over many lines, and in arrays. */
class EventsHoweverTheyStandTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FALCO =
      """
      {"hostname":"n","priority":"Notice","rule":"r","source":"syscall","time":"2024-06-20T09:58:35.578767314Z","output_fields":{"container.id":"446c7dbbeac8","evt.type":"execve","proc.exepath":"/bin/busybox","proc.name":"sh","proc.pid":7}}
      {"hostname":"n","priority":"Notice","rule":"r","source":"syscall","time":"2024-06-20T09:58:36.578767314Z","output_fields":{"container.id":"446c7dbbeac8","evt.type":"connect","fd.name":"10.0.0.1:5->10.0.0.2:80","proc.exepath":"/bin/busybox","proc.name":"sh","proc.pid":7}}
      """;

  private static final String TETRAGON =
      """
      {"process_exec":{"process":{"exec_id":"eA==","pid":10,"binary":"/bin/sh","parent_exec_id":"eQ==","tid":10},"parent":{"exec_id":"eQ==","pid":1,"binary":"/sbin/init"}},"node_name":"n","time":"2024-01-01T00:00:00Z"}
      {"process_exit":{"process":{"exec_id":"eA==","pid":10,"binary":"/bin/sh","parent_exec_id":"eQ==","tid":10},"parent":{"exec_id":"eQ==","pid":1,"binary":"/sbin/init"}},"node_name":"n","time":"2024-01-01T00:00:01Z"}
      """;

  private static final String TRACEE =
      """
      {"timestamp":1700000000000000000,"processId":7,"hostProcessId":7,"threadId":7,"processName":"sh","hostName":"n","containerId":"","eventId":1,"eventName":"sched_process_exec","returnValue":0,"args":[{"name":"pathname","type":"const char*","value":"/bin/ls"}]}
      {"timestamp":1700000001000000000,"processId":7,"hostProcessId":7,"threadId":7,"processName":"ls","hostName":"n","containerId":"","eventId":2,"eventName":"openat","returnValue":3,"args":[{"name":"pathname","type":"const char*","value":"/etc/hosts"}]}
      """;

  private static final String SYSDIG =
      """
      {"evt.cpu":0,"evt.dir":"<","evt.info":"res=12 data={}]x fd=1(<f>/a) ","evt.num":2,"evt.outputtime":1457286491203423435,"evt.type":"write","proc.name":"echo","thread.tid":7896}
      {"evt.cpu":0,"evt.dir":"<","evt.info":"res=3 data=... fd=3(<f>/b) ","evt.num":3,"evt.outputtime":1457286491203423436,"evt.type":"read","proc.name":"echo","thread.tid":7896}
      """;

  static Stream<Arguments> formats() {
    return Stream.of(
        format("falco", FalcoReader::open, FALCO),
        format("tetragon", TetragonReader::open, TETRAGON),
        format("tracee", TraceeReader::open, TRACEE),
        format("sysdig", SysdigReader::openJson, SYSDIG));
  }

  private static Arguments format(String name, ExchangeReader.Opener opener, String lines) {
    return Arguments.of(Named.of(name, opener), Named.of(name, lines));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void eventsAreTheSameHoweverTheyStand(ExchangeReader.Opener opener, String lines)
      throws IOException {
    Collected expected = EventFiles.accepted(opener, lines);
    assertThat(expected.exchanges).isNotEmpty();
    List<JsonNode> objects = new ArrayList<>();
    StringBuilder pretty = new StringBuilder();
    for (String line : lines.lines().toList()) {
      objects.add(JSON.readTree(line));
      pretty.append(objects.getLast().toPrettyString()).append('\n');
    }
    String array = JSON.writeValueAsString(objects);
    String prettyArray = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(objects);
    for (String text :
        List.of(
            pretty.toString(),
            array,
            prettyArray,
            pretty.toString().replace("\n", "\r\n"),
            lines.replace("\n", ""),
            lines.replace("\n", ",\n"),
            "\ufeff" + lines)) {
      Collected seen = EventFiles.accepted(opener, text);
      assertThat(seen.exchanges).as(text).isEqualTo(expected.exchanges);
      assertThat(seen.processes).as(text).isEqualTo(expected.processes);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void linesThatAProgramLoggedAreToldAndLoseNothing(ExchangeReader.Opener opener, String lines)
      throws IOException {
    Collected seen = new Collected();
    Intake intake =
        read(opener, "Thu Jun 20 09:58:00 2024: version 0.38.0\nstarting ...\n" + lines, seen);
    assertThat(intake.accepted()).isEqualTo(2);
    assertThat(intake.rejections().entries())
        .singleElement()
        .extracting("reason", "count", "firstPosition")
        .containsExactly(JsonObjects.LOG, 2L, "input:1");
    assertThat(seen.gaps).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void anErrorAmongObjectsOverManyLinesIsWhereItsObjectBegins(
      ExchangeReader.Opener opener, String lines) throws IOException {
    String[] objects = lines.split("\n");
    String first = JSON.readTree(objects[0]).toPrettyString();
    String second = JSON.readTree(objects[1]).toPrettyString();
    long begins = first.lines().count() + 1;
    Intake intake =
        read(
            opener,
            first + "\n" + second.substring(0, second.length() - 2) + "\n" + second + "\n",
            new Collected());
    assertThat(intake.accepted()).isEqualTo(2);
    assertThat(intake.rejections().entries())
        .singleElement()
        .extracting("reason", "firstPosition")
        .containsExactly(reason(opener), "input:" + begins);
  }

  private static String reason(ExchangeReader.Opener opener) throws IOException {
    return read(opener, "{\"a\":1\n", new Collected()).rejections().entries().getFirst().reason();
  }

  @Test
  void theFilesOfTheToolsAreRead() throws IOException {
    Collected seen = new Collected();
    Intake intake =
        EventFiles.read(
            TetragonReader::open,
            resource("/io/distappguard/telemetry/tetragon/events-pretty-tetragon.json"),
            seen);
    assertThat(intake.rejected()).isZero();
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(seen.calls(Operation.EXECUTE, Collected.file("/bin/sh"))).isEqualTo(1);
    Collected alerts = new Collected();
    intake =
        EventFiles.read(
            FalcoReader::open,
            resource("/io/distappguard/telemetry/falco/falco-after-startup-lines.log"),
            alerts);
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(intake.rejected()).isEqualTo(4);
    assertThat(alerts.gaps).isEmpty();
  }

  private static Intake read(ExchangeReader.Opener opener, String text, Collected seen)
      throws IOException {
    return EventFiles.read(
        opener, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), seen);
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(EventsHoweverTheyStandTest.class.getResourceAsStream(name), name);
  }
}
