package io.distappguard.traffic.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalendarTest {

  @Test
  void aDayOfTheWorldBeginsAtMidnightAndAWeekOnMonday() {
    long noon = Instant.parse("2026-11-23T12:00:00Z").toEpochMilli(); // a Monday
    assertThat(Calendar.UTC.dayPhase(noon)).isCloseTo(0.5, within(1e-9));
    assertThat(Calendar.UTC.weekPhase(noon)).isCloseTo(0.5 / 7, within(1e-9));
  }

  @Test
  void momentsBeforeTheOriginHaveAPhaseToo() {
    assertThat(new Calendar(180_000, 1_000_000).dayPhase(1_000_000 - 45_000))
        .isCloseTo(0.75, within(1e-9));
  }

  @Test
  void aDeployIsNearWhileItGoesOnAndAMinuteAfter() {
    DeployEvents deploys =
        new DeployEvents(List.of(new DeployEvents.Deploy("text", 100_000, 110_000)));
    assertThat(deploys.near(90_000, 95_000)).isFalse();
    assertThat(deploys.near(98_000, 103_000)).isTrue();
    assertThat(deploys.near(165_000, 170_000)).isTrue();
    assertThat(deploys.near(170_000, 175_000)).isFalse();
  }

  @Test
  void withoutACalendarOnlyDeploysAreKnown() {
    DeployEvents deploys = new DeployEvents(List.of(new DeployEvents.Deploy("text", 0, 10)));
    float[] features = ExternalFeatures.of(0, 5_000, null, CalendarCycles.DAY_AND_WEEK, deploys);
    assertThat(features).hasSize(ExternalFeatures.COUNT).containsExactly(0, 0, 0, 0, 0, 0, 1);
  }
}
