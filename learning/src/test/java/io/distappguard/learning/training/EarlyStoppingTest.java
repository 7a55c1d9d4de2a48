package io.distappguard.learning.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

  @Test
  void stopsAfterPatienceLossesWithoutImprovement() {
    EarlyStopping stopping = new EarlyStopping(2);

    assertThat(stopping.observe(3)).isTrue();
    assertThat(stopping.observe(2)).isTrue();
    assertThat(stopping.observe(2)).isFalse();
    assertThat(stopping.shouldStop()).isFalse();
    assertThat(stopping.observe(2.5)).isFalse();
    assertThat(stopping.shouldStop()).isTrue();
    assertThat(stopping.bestEpoch()).isEqualTo(1);
  }

  @Test
  void aLossThatIsNoNumberIsNeverTheBest() {
    EarlyStopping stopping = new EarlyStopping(1);

    assertThat(stopping.observe(Double.NaN)).isFalse();
    assertThat(stopping.shouldStop()).isTrue();
    assertThat(stopping.bestEpoch()).isEqualTo(-1);
  }
}
