package io.distappguard.traffic.score;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.DeployEvents;
import io.distappguard.traffic.series.NovelChains;
import io.distappguard.traffic.series.SeriesScaling;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TrafficScoringTest {

  private static final int RECENT = 4;
  private static final double THRESHOLD = 6;

  private final SplittableRandom random = new SplittableRandom(11);

  @Test
  void saysNothingWhileTheHistoryFills() {
    TrafficScoring scoring = scoring(DeployEvents.NONE);
    for (int step = 0; step < RECENT; step++) {
      assertThat(scoring.score(window(step, 20)).isScored()).isFalse();
    }
    assertThat(scoring.score(window(RECENT, 20)).isScored()).isTrue();
  }

  @Test
  void anAttackStaysAlarmedUntilItsEndAndIsForgottenSoonAfter() {
    TrafficScoring scoring = scoring(DeployEvents.NONE);
    List<Boolean> alarms = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      boolean attacked = step >= 30 && step < 60;
      alarms.add(scoring.score(window(step, attacked ? 120 : 20)).score() > THRESHOLD);
    }
    // The forecaster says what was last: without its forecasts fed back the attack would become
    // the usual after one window.
    assertThat(alarms.subList(0, 30)).containsOnly(false);
    assertThat(alarms.subList(30, 60)).containsOnly(true);
    assertThat(alarms.subList(75, 100)).containsOnly(false);
  }

  @Test
  void aDeclaredDeployWidensAndDoesNotMute() {
    DeployEvents deploys = new DeployEvents(List.of(new DeployEvents.Deploy("text", 0, 1_000_000)));
    TrafficScoring declared = scoring(deploys);
    TrafficScoring undeclared = scoring(DeployEvents.NONE);
    for (int step = 0; step < 20; step++) {
      declared.score(window(step, 20));
      undeclared.score(window(step, 20));
    }
    double with = declared.score(window(20, 200)).score();
    assertThat(with).isLessThan(undeclared.score(window(20, 200)).score());
    assertThat(with).isGreaterThan(THRESHOLD);
  }

  @Test
  void manyNovelChainsAreAnAlarm() {
    TrafficScoring scoring = scoring(DeployEvents.NONE);
    for (int step = 0; step < 10; step++) {
      scoring.score(window(step, 20));
    }
    TrafficWindow window = window(10, 20);
    for (int chain = 0; chain < 30; chain++) {
      window.novel().chain("gateway GET /admin", "trace");
    }
    TrafficScore score = scoring.score(window);
    assertThat(score.novelStrength()).isGreaterThan(THRESHOLD);
    assertThat(score.score()).isEqualTo(score.novelStrength());
  }

  @Test
  void aNewStretchStartsWithoutHistory() {
    TrafficScoring scoring = scoring(DeployEvents.NONE);
    for (int step = 0; step < 10; step++) {
      scoring.score(window(step, 20));
    }
    TrafficWindow last = window(50, 20);
    TrafficWindow other =
        new TrafficWindow(
            last.startMillis(), last.endMillis(), 1, last.clusters(), last.rare(), last.novel());
    assertThat(scoring.score(other).isScored()).isFalse();
  }

  private TrafficScoring scoring(DeployEvents deploys) {
    float[][] medians = {{9, 0, 7}};
    float[][] scales = {{1, 0.1f, 0.25f}};
    ClusterModel model =
        new ClusterModel(
            new SeriesScaling(medians, scales),
            new LastValue(RECENT),
            new ResidualScales(new float[] {1.5f, 1, 1}),
            new ClusterTails(
                new TailStrength(2, 0.5), new TailStrength(1.3, 0.3), new TailStrength(4, 1), 1));
    return new TrafficScoring(
        List.of(model),
        CountTail.fit(new int[100]),
        CountTail.fit(new int[100]),
        THRESHOLD,
        5_000,
        1.5,
        new Calendar(180_000, 0),
        CalendarCycles.DAY,
        deploys);
  }

  private TrafficWindow window(int step, int calls) {
    ClusterWindow cluster = new ClusterWindow(1);
    for (int call = 0; call < calls + random.nextInt(3); call++) {
      cluster.call(0, 1_000_000, false);
    }
    return new TrafficWindow(
        step * 5_000L,
        (step + 1) * 5_000L,
        0,
        List.of(cluster),
        new ClusterWindow(0),
        new NovelChains());
  }
}
