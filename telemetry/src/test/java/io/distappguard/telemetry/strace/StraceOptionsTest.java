package io.distappguard.telemetry.strace;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.file;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.line.Beginning;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One small program (a shell that starts cat) as strace 6.1 wrote it with one set of options after
 * another.
 */
class StraceOptionsTest {

  private static final String EXAMPLE = "/srv/example.txt";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "terminal",
        "terminal-quiet",
        "file",
        "decoded-pids",
        "decoded-pids-file",
        "numbers-and-pointers",
        "times-spent",
        "summary-at-the-end",
        "nanoseconds",
        "seconds",
        "both-clocks",
        "time-of-day",
        "time-of-day-micros",
        "both-clocks-of-day"
      })
  void theSameProgramIsTheSameWhateverStraceWasAskedToShow(String options) throws IOException {
    Straced straced = read(options, System.currentTimeMillis());
    Collected seen = straced.seen();
    assertThat(straced.intake().rejections().entries()).isEmpty();
    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.EXIT, anything())).isEqualTo(2);
    assertThat(seen.calls(Operation.OPEN, file(EXAMPLE))).isEqualTo(1);
    assertThat(seen.bytes(Operation.READ, file(EXAMPLE))).isEqualTo(23);
    assertThat(seen.processes)
        .extracting(ProcessImage::executable)
        .containsSubsequence("/usr/bin/sh", "/usr/bin/cat");
    assertThat(seen.processes).extracting(ProcessImage::pid).doesNotContain(0L);
    assertThat(seen.processes.stream().map(ProcessImage::pid).distinct()).hasSize(2);
    assertThat(straced.intake().durationSeconds()).isBetween(0.0, 2.0);
    assertThat(StraceReader.recognises(new Beginning(bytes(options)))).isTrue();
  }

  @Test
  void stacksAreLookedOver() throws IOException {
    Straced straced = read("stacks", -1);
    assertThat(straced.intake().rejections().entries()).isEmpty();
    assertThat(straced.seen().calls(Operation.OPEN, file(EXAMPLE))).isEqualTo(1);
    assertThat(straced.seen().processes.stream().map(ProcessImage::pid).distinct()).hasSize(2);
  }

  @Test
  void aSingleProcessHasNoNumber() throws IOException {
    Straced straced = read("one-process", -1);
    assertThat(straced.intake().rejections().entries()).isEmpty();
    assertThat(straced.seen().calls(Operation.EXIT, anything())).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"relative", "no-time", "summary-alone", "time-of-day"})
  void whatHasNoTimeIsKnownForStraceAndToldTheMend(String options) throws IOException {
    Straced straced = read(options, -1);
    String reason =
        switch (options) {
          case "relative" -> StraceLine.RELATIVE_TIME;
          case "no-time" -> StraceLine.NO_TIMESTAMP;
          case "summary-alone" -> StraceLine.SUMMARY_ALONE;
          default -> StraceFile.NO_DATE;
        };
    assertThat(straced.seen().exchanges).isEmpty();
    assertThat(straced.intake().rejections().entries()).extracting("reason").contains(reason);
    assertThat(straced.intake().rejections().entries()).hasSize(1);
    assertThat(StraceReader.recognises(new Beginning(bytes(options)))).isTrue();
  }

  @Test
  void aFileOfFollowedForksHasItsNumberInItsName() throws IOException {
    byte[] bytes = bytes("web.23382", "");
    Collected seen = new Collected();
    Intake intake =
        new StraceReader(List.of(source("web.23382", new ByteArrayInputStream(bytes), -1)))
            .read(seen);
    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(seen.processes).extracting(ProcessImage::pid).contains(23382L);
  }

  @Test
  void timesOfADayEndWhenTheFileWasChangedLast() throws IOException {
    ZoneId zone = ZoneId.systemDefault();
    long changed =
        Instant.parse("2026-03-10T12:00:00Z")
            .atZone(zone)
            .toLocalDate()
            .atTime(0, 10)
            .atZone(zone)
            .toInstant()
            .toEpochMilli();
    String text =
        "1 23:59:59.500000 read(3</a>, \"x\", 1) = 1\n"
            + "1 00:05:00.000000 read(3</a>, \"x\", 1) = 1\n";
    Collected seen = new Collected();
    InputStream stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    Intake intake = new StraceReader(List.of(source("input", stream, changed))).read(seen);
    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(intake.durationSeconds()).isEqualTo(300.5);
    assertThat(seen.exchanges.getLast().interval()).isEqualTo(changed - 300_000);
  }

  @Test
  void aLineThatARemarkBrokeGoesOn() {
    Straced straced =
        Straced.lines(
            "1700000000.000000 openat(AT_FDCWD, \"/etc/passwd\", O_RDONLY) = 3",
            "1700000000.100000 clone(child_stack=NULL, flags=SIGCHLDstrace: Process 200 attached",
            ", child_tidptr=0x7f00) = 200",
            "[pid   200] 1700000000.150000 read(3, \"01234\", 10) = 5",
            "[pid   100] 1700000000.200000 read(3, \"0123456789\", 10) = 10",
            "[pid   100] 1700000000.300000 +++ killed by SIGKILL +++",
            "1700000000.400000 read(3,  <detached ...>");
    assertThat(straced.intake().rejections().entries()).isEmpty();
    Collected seen = straced.seen();
    assertThat(seen.bytes(Operation.READ, file("/etc/passwd"))).isEqualTo(15);
    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.processes).extracting(ProcessImage::pid).containsOnly(100L, 200L);
  }

  @Test
  void whoIsLeftAloneLosesItsNumberToo() {
    Straced straced =
        Straced.lines(
            "[pid   100] 1700000000.100000 read(3</a>, \"0\", 1) = 1",
            "[pid   200] 1700000000.200000 read(3</a>, \"0\", 1) = 1",
            "[pid   100] 1700000000.300000 +++ exited with 0 +++",
            "1700000000.400000 read(3</b>, \"0\", 1) = 1");
    Collected seen = straced.seen();
    assertThat(straced.intake().rejections().entries()).isEmpty();
    int last = seen.matching(Operation.READ, file("/b")).getFirst().process();
    assertThat(seen.processes.get(last).pid()).isEqualTo(200);
  }

  private static Straced read(String options, long modifiedMillis) throws IOException {
    Collected seen = new Collected();
    InputStream stream = new ByteArrayInputStream(bytes(options));
    return new Straced(
        seen, new StraceReader(List.of(source("input", stream, modifiedMillis))).read(seen));
  }

  private static byte[] bytes(String options) throws IOException {
    return bytes(options, ".strace");
  }

  private static byte[] bytes(String name, String ending) throws IOException {
    String path = "options/" + name + ending;
    try (InputStream stream = StraceOptionsTest.class.getResourceAsStream(path)) {
      return Objects.requireNonNull(stream, path).readAllBytes();
    }
  }

  private static ExchangeSource source(String name, InputStream stream, long modifiedMillis) {
    return new ExchangeSource(
        new Container(0, "c", "host", "role", null, null, 0, List.of()),
        name,
        stream,
        modifiedMillis);
  }
}
