package io.distappguard.telemetry.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BothEndsTest {

  private static final String WEB = "10.0.0.1:999";
  private static final String SHOP = "10.0.0.2:80";

  private final BothEnds.Summing summing = new BothEnds.Summing();

  @Test
  void aConnectionThatLostNothingAgreesInBothDirections() {
    summing.end(WEB, SHOP, 100, 40);
    summing.end(SHOP, WEB, 40, 100);
    BothEnds ends = summing.result();
    assertThat(ends.directions()).isEqualTo(2);
    assertThat(ends.bytes()).isEqualTo(140);
    assertThat(ends.differences()).isEmpty();
  }

  @Test
  void aDirectionInWhichBytesAreMissingIsNamedWithItsSenderFirst() {
    summing.end(WEB, SHOP, 100, 40);
    summing.end(SHOP, WEB, 57, 100);
    assertThat(summing.result().differences())
        .containsExactly(new BothEnds.Difference(SHOP, WEB, 57, 40));
  }

  @Test
  void aConnectionOfWhichOneEndWasSeenIsLeftOut() {
    summing.end(WEB, SHOP, 100, 40);
    assertThat(summing.result()).isEqualTo(new BothEnds(0, 0, List.of()));
  }

  @Test
  void anEndWithoutItsOwnAddressIsLeftOut() {
    summing.end("", SHOP, 100, 40);
    summing.end(SHOP, WEB, 40, 100);
    assertThat(summing.result().directions()).isZero();
  }

  @Test
  void twoConnectionsBetweenTheSameAddressesAreAddedUp() {
    summing.end(WEB, SHOP, 100, 0);
    summing.end(SHOP, WEB, 0, 100);
    summing.end(WEB, SHOP, 5, 0);
    summing.end(SHOP, WEB, 0, 5);
    assertThat(summing.result()).isEqualTo(new BothEnds(2, 105, List.of()));
  }
}
