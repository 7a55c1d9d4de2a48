package io.distappguard.range.workload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.range.client.FakeGateway;
import io.distappguard.range.client.OneLineErrors;
import io.distappguard.range.client.RangeTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadMainTest {
  @TempDir Path directory;

  @Test
  void aShortRunIsSentOverReusedConnectionsAndCounted() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      Path out = directory.resolve("workload.json");
      int exit =
          run(
              gateway.url(),
              "--rate",
              "150",
              "--seconds",
              "2",
              "--connection-requests",
              "0",
              "--out",
              out.toString());
      assertThat(exit).isZero();
      JsonNode summary = new ObjectMapper().readTree(out.toFile());
      long sent = summary.path("sent").asLong();
      assertThat(sent).isGreaterThan(100);
      assertThat(summary.path("planned").asLong())
          .isEqualTo(sent + summary.path("refused").asLong() + summary.path("unsent").asLong());
      assertThat(summary.path("errors")).isEmpty();
      assertThat(summary.path("ratePerSecond")).hasSize(2);
      assertThat(summary.at("/requests/home-timeline/latencyMillis/p99").asDouble()).isPositive();
      assertThat(gateway.connections()).isLessThanOrEqualTo(24);
      assertThat(summary.path("connectionsOpened").asInt()).isEqualTo(gateway.connections());
      long counted = 0;
      for (JsonNode kind : summary.path("requests")) {
        counted += kind.path("sent").asLong();
      }
      assertThat(counted).isEqualTo(gateway.total());
    }
  }

  @Test
  void clientsComeAndGoAfterSomeRequests() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      int exit =
          run(gateway.url(), "--rate", "150", "--seconds", "2", "--connection-requests", "5");
      assertThat(exit).isZero();
      assertThat(gateway.connections()).isGreaterThan(24);
    }
  }

  @Test
  void whatASlowServerCannotTakeIsCountedAsRefused() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      gateway.answerAfter(100);
      WorkloadReport report = loop(gateway, 2, 5).run(schedule(200), 1);
      assertThat((long) report.summary().get("refused")).isPositive();
      assertThat((long) report.summary().get("planned"))
          .isEqualTo(
              (long) report.summary().get("sent")
                  + (long) report.summary().get("refused")
                  + (long) report.summary().get("unsent"));
    }
  }

  @Test
  void lostSessionsAreRenewed() throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory)) {
      Thread forgetting =
          Thread.ofVirtual()
              .start(() -> {
                while (gateway.total() < 80) {
                  LockSupport.parkNanos(1_000_000);
                }
                gateway.forgetSessions();
              });
      WorkloadReport report = loop(gateway, 8, 100).run(schedule(150), 1);
      forgetting.join();
      assertThat(report.summary().get("requests").toString()).contains("session-renewal");
    }
  }

  @Test
  void nobodyListeningIsAnErrorInTheReportAndInTheExitCode() throws Exception {
    Path out = directory.resolve("workload.json");
    int exit = run("http://127.0.0.1:1", "--rate", "20", "--seconds", "1", "--out", out.toString());
    assertThat(exit).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(out.toFile()).path("errors").toString())
        .contains("login: connection refused");
  }

  @Test
  void foreignAddressesAreRefused() {
    assertThat(run("http://93.184.216.34", "--rate", "20", "--seconds", "1")).isEqualTo(2);
  }

  private static int run(String url, String... more) {
    String[] arguments = new String[6 + more.length];
    String[] first = {"--url", url, "--seed", "1", "--day-seconds", "60"};
    System.arraycopy(first, 0, arguments, 0, first.length);
    System.arraycopy(more, 0, arguments, first.length, more.length);
    return OneLineErrors.execute(new WorkloadMain(), arguments);
  }

  private static OpenLoop loop(FakeGateway gateway, int workers, int queue) {
    return new OpenLoop(RangeTarget.parse(gateway.url()), List.of(), workers, queue, 0, 1, "guest");
  }

  private static Schedule schedule(double rate) {
    return new Schedule(new DayShape(60, 0.2), rate, 0.1, 962, 200, 7);
  }
}
