package io.distappguard.telemetry.scap;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.RealCaptures;
import io.distappguard.telemetry.input.InputFormat;
import io.distappguard.telemetry.input.InputOptions;
import io.distappguard.telemetry.input.Inputs;
import io.distappguard.telemetry.input.TelemetryInput;
import io.distappguard.telemetry.inspect.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Captures of sysdig and Falco's own tests. */
class RealScapTest {

  @TempDir Path folder;

  @Test
  void eventsAreThoseThatSysdigPrints() throws IOException {
    TreeMap<String, Integer> read = new TreeMap<>();
    for (String name : RealCaptures.EVENTS.keySet()) {
      Inspection inspection =
          Inspection.of(Inputs.open(RealCaptures.capture(name)), Progress.SILENT);
      assertThat(inspection.format()).isEqualTo("scap");
      assertThat(inspection.rejected()).isEmpty();
      read.put(name, (int) inspection.events());
    }
    assertThat(read).containsExactlyInAnyOrderEntriesOf(RealCaptures.EVENTS);
  }

  @Test
  void whatSysdigDoesNotShowCountsApart() throws IOException {
    Inspection sample = Inspection.of(Inputs.open(RealCaptures.capture("sample")), Progress.SILENT);
    assertThat(sample.skipped())
        .containsExactly(
            new Intake.Skipped(196, 1),
            new Intake.Skipped(234, 74),
            new Intake.Skipped(354, 34),
            new Intake.Skipped(358, 61));
    assertThat(sample.events() + 170).isEqualTo(572);
  }

  @Test
  void aConnectionIsSeenFromBothItsEnds() throws IOException {
    Collected seen = read(RealCaptures.capture("single_ipv6_conn"), null);
    assertThat(
            seen.bytes(
                Operation.SEND, Collected.socket("[2001:db8::4]:54405", "[2001:db8::3]:1234")))
        .isEqualTo(15);
    assertThat(
            seen.bytes(
                Operation.RECEIVE, Collected.socket("[2001:db8::3]:1234", "[2001:db8::4]:54405")))
        .isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "open-multiple-files",
        "cat_write",
        "ping_sendto",
        "syscall",
        "connect_localhost",
        "sample",
        "single_ipv6_conn"
      })
  void whatSysdigPrintsOfACaptureComesToTheSame(String name)
      throws IOException, InterruptedException {
    Path capture = RealCaptures.capture(name);
    List<String> direct = exchanges(read(capture, null));
    Path text = folder.resolve("text");
    RealCaptures.sysdig(text, "-r", capture.toString(), "-t", "a");
    assertThat(exchanges(read(text, InputFormat.SYSDIG))).isEqualTo(direct);
    Path containers = folder.resolve("containers");
    RealCaptures.sysdig(containers, "-r", capture.toString(), "-pc");
    assertThat(exchanges(read(containers, InputFormat.SYSDIG))).isEqualTo(direct);
    Path json = folder.resolve("json");
    RealCaptures.sysdig(json, "-r", capture.toString(), "-j");
    assertThat(exchanges(read(json, null))).isEqualTo(direct);
    Path lidDs = folder.resolve("lid-ds");
    RealCaptures.sysdig(
        lidDs,
        "-r",
        capture.toString(),
        "-p",
        "%evt.rawtime %user.uid %proc.pid %proc.name %thread.tid %evt.type %evt.dir %evt.args");
    assertThat(exchanges(read(lidDs, InputFormat.LID_DS))).isEqualTo(direct);
  }

  /** Sums over all intervals, processes left out: text does not tell all of them. */
  private static List<String> exchanges(Collected seen) {
    TreeMap<String, long[]> sums = new TreeMap<>();
    for (Collected.Exchange exchange : seen.exchanges) {
      String entity =
          seen.entities
              .get(exchange.entity())
              .toString()
              .replaceFirst("id=\\d+", "")
              .replaceFirst("kind=(pipe|eventfd|timerfd), name=[^]]*", "kind=$1");
      long[] sum = sums.computeIfAbsent(exchange.operation() + " " + entity, unused -> new long[3]);
      sum[0] += exchange.calls();
      sum[1] += exchange.bytes();
      sum[2] += exchange.errors();
    }
    List<String> lines = new ArrayList<>();
    sums.forEach((key, sum) -> lines.add(key + " " + sum[0] + " " + sum[1] + " " + sum[2]));
    return lines;
  }

  private static Collected read(Path file, InputFormat format) throws IOException {
    assertThat(Files.size(file)).isPositive();
    TelemetryInput input = Inputs.open(file, InputOptions.DEFAULT.withFormat(format));
    Collected seen = new Collected();
    input.readExchanges(seen, Progress.SILENT);
    return seen;
  }
}
