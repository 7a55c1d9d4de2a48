package io.distappguard.traffic.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.generated.GeneratedTraffic;
import io.distappguard.traffic.learn.LearningWindows.LeftOut;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.LeftOutChains;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningWindowsTest {

  private static GeneratedTraffic dated(long seed) {
    return new GeneratedTraffic("dated-" + seed, seed, 60);
  }

  private static GeneratedTraffic undated(long seed) {
    return new GeneratedTraffic("undated-" + seed, seed, 60).withoutCalendar();
  }

  @Test
  void forecastsAreLearnedFromRecordingsThatSayTheirDayWhereAnyDo() throws IOException {
    LearningWindows windows =
        read(
            List.of(dated(1), undated(2)),
            List.of(undated(3), dated(4)),
            List.of(dated(5), undated(6)));
    assertThat(names(windows.training())).containsExactly("dated-1");
    assertThat(names(windows.chainsOnly())).containsExactly("undated-2");
    assertThat(names(windows.validationA())).containsExactly("dated-4");
    assertThat(names(windows.unused())).containsExactly("undated-3");
    // A threshold must hold for both sorts.
    assertThat(names(windows.validationB())).containsExactly("dated-5", "undated-6");
  }

  @Test
  void allAreUsedWhereNoneOfOneUseSaysItsDay() throws IOException {
    LearningWindows windows =
        read(List.of(dated(1), undated(2)), List.of(undated(3)), List.of(dated(5)));
    assertThat(names(windows.training())).containsExactly("dated-1", "undated-2");
    assertThat(names(windows.validationA())).containsExactly("undated-3");
    assertThat(windows.chainsOnly()).isEmpty();
    assertThat(windows.unused()).isEmpty();
  }

  @Test
  void aCycleIsLearnedWhereTrainingHoldsItWhole() throws IOException {
    // Days of five minutes.
    assertThat(cycles(new GeneratedTraffic("hour", 1, 60))).isEqualTo(CalendarCycles.NONE);
    assertThat(cycles(new GeneratedTraffic("day", 1, 310))).isEqualTo(CalendarCycles.DAY);
    assertThat(cycles(new GeneratedTraffic("week", 1, 7 * 300)))
        .isEqualTo(CalendarCycles.DAY_AND_WEEK);
    assertThat(cycles(new GeneratedTraffic("undated", 1, 310).withoutCalendar()))
        .isEqualTo(CalendarCycles.NONE);
  }

  @Test
  void saysOfEachRecordingWhatIsInNoWindow() throws IOException {
    LearningWindows windows =
        read(
            List.of(new GeneratedTraffic("whole", 1, 60)),
            List.of(new GeneratedTraffic("deployed", 2, 60).servedFrom(20)),
            List.of());
    assertThat(windows.leftOut()).extracting(LeftOut::recording).containsExactly("deployed");
    LeftOutChains chains = windows.leftOut().getFirst().chains();
    assertThat(chains.early()).isPositive().isEqualTo(chains.sum());
  }

  private static CalendarCycles cycles(GeneratedTraffic training) throws IOException {
    return read(List.of(training), List.of(training), List.of()).cycles();
  }

  private static LearningWindows read(
      List<GeneratedTraffic> training,
      List<GeneratedTraffic> validationA,
      List<GeneratedTraffic> validationB)
      throws IOException {
    return LearningWindows.read(
        new BenignRecordings<>(training, validationA, validationB),
        TrafficConfiguration.standard(1),
        TrafficLearningProgress.SILENT);
  }

  private static List<String> names(List<RecordedTraffic> recorded) {
    return recorded.stream().map(one -> one.recording().name()).toList();
  }
}
