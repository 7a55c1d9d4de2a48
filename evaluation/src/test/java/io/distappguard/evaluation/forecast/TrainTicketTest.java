package io.distappguard.evaluation.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.forecast.GraphSeries;
import io.distappguard.traffic.learn.TrafficRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainTicketTest {

  private static final String HEADER =
      "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration\n";

  @TempDir Path folder;

  @Test
  void minutesOneAfterAnotherAreAStretch() throws IOException {
    write("08_44", span("b", "2023-01-29T08:43:20Z"));
    write("08_43", span("a", "2023-01-29T08:42:20Z"));
    write("08_52", span("c", "2023-01-29T08:51:20Z"));

    List<TrafficRecording> stretches = TrainTicket.open(folder).stretches();

    assertThat(stretches)
        .extracting(TrafficRecording::name)
        .containsExactly("08:43 to 08:44", "08:52 to 08:52");
    assertThat(Instant.ofEpochMilli(stretches.getFirst().firstMillis()))
        .isEqualTo("2023-01-29T08:42:09Z");
    assertThat(Instant.ofEpochMilli(stretches.getFirst().endMillis()))
        .isEqualTo("2023-01-29T08:44:08Z");
  }

  @Test
  void callsComeInTheOrderOfTheirStarts() throws IOException {
    write("08_44", span("c", "2023-01-29T08:43:40Z"), span("b", "2023-01-29T08:43:20Z"));
    write("08_43", span("a", "2023-01-29T08:42:20Z"));
    List<Call> calls = new ArrayList<>();

    TrainTicket.open(folder).stretches().getFirst().replay(calls::add);

    assertThat(calls)
        .extracting(Call::spanId)
        .containsExactly("000000000000000a", "000000000000000b", "000000000000000c");
    assertThat(calls.getFirst().service()).isEqualTo("ts-gateway-service");
  }

  @Test
  void aDamagedMinuteIsNamed() throws IOException {
    write("08_43", "no row at all\n");

    TrafficRecording stretch = TrainTicket.open(folder).stretches().getFirst();

    assertThatIOException()
        .isThrownBy(() -> stretch.replay(call -> {}))
        .withMessageContaining("08_43_trace.csv: damaged")
        .withMessageContaining(":2");
  }

  @Test
  void aFolderWithoutMinutesIsRefused() {
    assertThatIOException()
        .isThrownBy(() -> TrainTicket.open(folder))
        .withMessageContaining(
            "neither minute files such as 08_43_trace.csv in it nor trace.tar.xz");
  }

  @Test
  void theRealDayIsThreeMinutesTwentyEightTimes() throws IOException {
    Path real = find("shared/data/traces/trainticket-2023-01-29");
    assumeTrue(real != null, "shared/data/traces/trainticket-2023-01-29 is not there");
    try (TrainTicket trainTicket = TrainTicket.open(real)) {
      List<TrafficRecording> stretches = trainTicket.stretches();
      assertThat(stretches).hasSize(28);
      assertThat(stretches)
          .allSatisfy(stretch ->
              assertThat(stretch.endMillis() - stretch.firstMillis()).isEqualTo(179_000));

      RecordedSeries series =
          RecordedSeries.read(
              new BenignRecordings<>(
                  stretches.subList(0, 4), stretches.subList(4, 5), stretches.subList(5, 6)),
              10_000);

      GraphSeries training = series.global().training();
      assertThat(training.stretch()).containsOnly(0, 1, 2, 3);
      assertThat(training.steps()).isEqualTo(4 * 17);
      assertThat(series.clusters()).hasSizeGreaterThan(1);
      assertTotalsAddUp(series);
    }
  }

  /** What every cluster says of an operation is together what the global series says of it. */
  private static void assertTotalsAddUp(RecordedSeries series) {
    for (int step = 0; step < series.global().test().steps(); step++) {
      double[] summed = new double[series.global().nodes()];
      for (ClusterSeries cluster : series.clusters()) {
        double[] calls = calls(cluster, step);
        for (int node = 0; node < calls.length; node++) {
          int global = series.global().operations().indexOf(cluster.operations().get(node));
          summed[global] += calls[node];
        }
      }
      double[] together = calls(series.global(), step);
      for (int node = 0; node < summed.length; node++) {
        assertThat(summed[node]).isCloseTo(together[node], within(1e-2));
      }
    }
  }

  private static double[] calls(ClusterSeries series, int step) {
    double[] calls = new double[series.nodes()];
    float[] row = series.test().values()[step];
    Arrays.setAll(
        calls,
        node ->
            CountScale.count(
                series
                    .counts()
                    .anscombe(
                        node, row[node * series.test().features() + series.counts().feature()])));
    return calls;
  }

  private void write(String minute, String... rows) throws IOException {
    Files.writeString(
        folder.resolve(minute + "_trace.csv"),
        HEADER + Arrays.stream(rows).collect(Collectors.joining()));
  }

  private static String span(String id, String start) {
    long nanos = Instant.parse(start).toEpochMilli() * 1_000_000;
    return "%s,%s,root,ts-gateway-service-6f6cfc45b-h5m2n,/*,%d,%d,1\n"
        .formatted("f" + id, id, nanos, nanos + 1000);
  }

  private static @Nullable Path find(String name) {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve(name))) {
        return at.resolve(name);
      }
    }
    return null;
  }
}
