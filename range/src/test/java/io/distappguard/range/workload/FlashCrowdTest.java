package io.distappguard.range.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.range.workload.PlannedRequest.ReadUserTimeline;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FlashCrowdTest {
  private static final FlashCrowd CROWD = new FlashCrowd("user-timeline", 0, 100, 10, 40, 20, 50);

  @Test
  void risesStaysAndFalls() {
    assertThat(CROWD.rate(99)).isZero();
    assertThat(CROWD.rate(105)).isEqualTo(25);
    assertThat(CROWD.rate(110)).isEqualTo(50);
    assertThat(CROWD.rate(150)).isEqualTo(50);
    assertThat(CROWD.rate(160)).isEqualTo(25);
    assertThat(CROWD.rate(171)).isZero();
  }

  @Test
  void comesInNumbersThatFollowItsRate() {
    SplittableRandom random = new SplittableRandom(3);
    List<Double> moments = new ArrayList<>();
    for (double at = CROWD.nextAfter(0, random);
        at < Double.POSITIVE_INFINITY;
        at = CROWD.nextAfter(at, random)) {
      moments.add(at);
    }
    assertThat(moments).isSorted().allMatch(at -> at >= 100 && at <= 170);
    double expected = 50 * (5 + 40 + 10);
    assertThat((double) moments.size()).isCloseTo(expected, within(5 * Math.sqrt(expected)));
  }

  @Test
  void comesOnTopOfTheMixWhichStaysAsItIs() {
    DayShape day = new DayShape(180, 0.6);
    Schedule alone = new Schedule(day, 12, 0.15, 962, 30, 5);
    Schedule crowded = new Schedule(day, 12, 0.15, 962, 30, 5, List.of(CROWD));
    int celebrity = new PopularUsers(962).ofRank(0);
    List<PlannedRequest> mix = new ArrayList<>();
    List<PlannedRequest> crowd = new ArrayList<>();
    double before = 0;
    PlannedRequest next = alone.next();
    while (mix.size() < 2_000) {
      PlannedRequest request = crowded.next();
      assertThat(request.atSeconds()).isGreaterThanOrEqualTo(before);
      before = request.atSeconds();
      if (request.equals(next)) {
        mix.add(request);
        next = alone.next();
      } else {
        crowd.add(request);
      }
    }
    assertThat(crowd)
        .hasSizeGreaterThan(2_000)
        .allMatch(request ->
            request.action() instanceof ReadUserTimeline read && read.author() == celebrity);
  }

  @Test
  void isReadAsItIsWritten() {
    assertThat(FlashCrowd.parse(CROWD.toString())).isEqualTo(CROWD);
    assertThat(FlashCrowd.parse("home-timeline/0@90+15+35+25x4.5").peakRate()).isEqualTo(4.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlashCrowd.parse("user-timeline"))
        .withMessageContaining("crowd: user-timeline (expected: such as");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlashCrowd.parse("login/0@90+15+35+25x4.5"))
        .withMessageContaining("operation: login");
  }
}
