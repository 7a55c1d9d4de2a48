package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.input.Inputs;
import io.distappguard.telemetry.input.TelemetryInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exchanges and calls of one input are judged side by side in time. */
class SideBySideTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int GUESSED_FROM = 280;

  @TempDir static Path folder;

  @BeforeAll
  static void learnBothViews() throws IOException {
    Path all = Files.createDirectories(folder.resolve("all"));
    SmallApplication.record(all.resolve("e1"), "training", 1, 400, -1);
    SmallApplication.record(all.resolve("e2"), "validation-a", 2, 300, -1);
    SmallApplication.record(all.resolve("e3"), "validation-b", 3, 500, -1);
    SmallTraffic.record(all.resolve("c1"), "training", 1, 1_200, -1);
    SmallTraffic.record(all.resolve("c2"), "validation-a", 2, 700, -1);
    SmallTraffic.record(all.resolve("c3"), "validation-b", 3, 700, -1);
    CommandLineRun learned =
        CommandLineRun.of("learn", "-q", "--profile", path("small.profile"), all.toString());
    assertThat(learned.exitCode()).as(learned.err()).isZero();

    SmallApplication.record(folder.resolve("shell"), "attack", 6, 420, GUESSED_FROM + 20);
    SmallTraffic.record(folder.resolve("guesses"), "attack", 6, 420, GUESSED_FROM);
    CommandLineRun joined =
        CommandLineRun.of("convert", "--join", "-o", path("both"), path("shell"), path("guesses"));
    assertThat(joined.exitCode()).as(joined.err()).isZero();
  }

  @Test
  void anomaliesOfBothViewsComeInTheOrderOfTheirWindows() throws IOException {
    CommandLineRun run = detect("both");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ANOMALIES_FOUND);
    List<String> order = new ArrayList<>();
    List<String> detectors = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      JsonNode anomaly = JSON.readTree(line);
      String detector = anomaly.get("detector").asText();
      detectors.add(detector);
      order.add("%s %s".formatted(anomaly.get("end").asText(), detector));
    }
    assertThat(order).isSorted(); // "behaviour" is before "traffic"
    int shell = detectors.indexOf("behaviour");
    assertThat(detectors.subList(0, shell)).isNotEmpty().containsOnly("traffic");
    assertThat(detectors.subList(shell, detectors.size())).contains("behaviour", "traffic");
  }

  @Test
  void twoRunsSayTheSame() {
    CommandLineRun once = detect("both");

    assertThat(detect("both")).isEqualTo(once);
  }

  @Test
  void theViewsFindWhatEachFindsAlone() {
    List<String> alone = new ArrayList<>();
    alone.addAll(detect("shell").out().lines().toList());
    alone.addAll(detect("guesses").out().lines().toList());

    assertThat(detect("both").out().lines()).containsExactlyInAnyOrderElementsOf(alone);
  }

  @Test
  void aFolderOfARecordingAndAFileOfSpansIsReadLikeTheRecordingOfBoth() throws IOException {
    Path mixed = Files.createDirectories(folder.resolve("mixed"));
    SmallApplication.record(mixed.resolve("shell"), "attack", 6, 420, GUESSED_FROM + 20);
    StringBuilder spans =
        new StringBuilder("trace,span,parent,service,operation,start_ms,duration_ms\n");
    long start = SmallApplication.startMillis(6);
    for (int second = -600; second < 1_000; second++) { // as in a file of the whole day
      spans.append(
          String.format(
              Locale.ROOT,
              "%1$x,1,,web,GET /shop,%2$d,8%n%1$x,2,1,store,Find,%2$d,5%n",
              second + 1_000,
              start + second * 1000L));
    }
    Files.writeString(mixed.resolve("spans.csv"), spans);

    CommandLineRun run = detect("mixed");

    assertThat(run.err()).contains("call of another time than the system calls");
    assertThat(run.err()).contains("rejected for this reason: 2,360");
    assertThat(run.out()).contains("\"detector\":\"behaviour\"");
    assertThat(run.exitCode()).isEqualTo(ExitCode.ANOMALIES_FOUND);
  }

  @Test
  void callsAreReadAsFarAsTheExchangesHaveCome() throws IOException {
    TelemetryInput input = Inputs.open(folder.resolve("both"));
    Collected exchanges = new Collected();
    List<Long> ahead = new ArrayList<>();
    long[] latest = {Long.MIN_VALUE};
    try (CallReader reader = input.openCalls(Progress.SILENT)) {
      SideBySide both =
          new SideBySide(
              exchanges,
              1000,
              reader,
              call -> {
                latest[0] = call.startNanos() / 1_000_000;
                ahead.add(latest[0] - exchanges.ended.getLast());
              },
              () -> latest[0]);
      input.readExchanges(both, Progress.SILENT);
      int before = ahead.size();
      both.readOtherCalls();

      assertThat(reader.intake().accepted()).isEqualTo(ahead.size());
      assertThat(before).isGreaterThan(ahead.size() - 100);
    }
    // up to the first call behind the interval's end
    assertThat(ahead).allSatisfy(millis -> assertThat(millis).isBetween(0L, 2_000L));
  }

  private static CommandLineRun detect(String recording) {
    return CommandLineRun.of("detect", "--profile", path("small.profile"), path(recording));
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
