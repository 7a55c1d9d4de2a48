package io.distappguard.range.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.range.workload.PlannedRequest.ComposePost;
import io.distappguard.range.workload.PlannedRequest.Login;
import io.distappguard.range.workload.PlannedRequest.ReadHomeTimeline;
import io.distappguard.range.workload.PlannedRequest.ReadUserTimeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Property(tries = 20)
  void sameSeedMakesTheSameRequests(@ForAll long seed) {
    assertThat(take(schedule(seed), 300)).isEqualTo(take(schedule(seed), 300));
  }

  @Property(tries = 20)
  void requestsAreNeverDueBeforeTheOneBefore(@ForAll long seed) {
    double before = 0;
    for (PlannedRequest request : take(schedule(seed), 500)) {
      assertThat(request.atSeconds()).isGreaterThanOrEqualTo(before);
      before = request.atSeconds();
    }
  }

  @Test
  void anotherSeedMakesOtherRequests() {
    assertThat(take(schedule(1), 100)).isNotEqualTo(take(schedule(2), 100));
  }

  @Test
  void theMixHasItsShares() {
    Map<String, Integer> counts = new HashMap<>();
    int total = 100_000;
    for (PlannedRequest request : take(schedule(3), total)) {
      counts.merge(request.action().getClass().getSimpleName(), 1, Integer::sum);
      if (request.action() instanceof ComposePost post && post.media() != null) {
        counts.merge("Media", 1, Integer::sum);
      }
    }
    assertThat(share(counts, "ReadHomeTimeline", total)).isCloseTo(0.55, within(0.01));
    assertThat(share(counts, "ReadUserTimeline", total)).isCloseTo(0.25, within(0.01));
    assertThat(share(counts, "ComposePost", total)).isCloseTo(0.08, within(0.005));
    assertThat(share(counts, "Media", total)).isCloseTo(0.02, within(0.003));
    assertThat(share(counts, "Login", total)).isCloseTo(0.0776, within(0.005));
    assertThat(share(counts, "MistypedLogin", total)).isCloseTo(0.0024, within(0.001));
    assertThat(share(counts, "Follow", total)).isCloseTo(0.02, within(0.003));
    assertThat(share(counts, "Register", total)).isCloseTo(0.02, within(0.003));
  }

  @Test
  void theRateFollowsTheDay() {
    DayShape day = new DayShape(1_000, 0.6);
    Schedule schedule = new Schedule(day, 100, 0, 962, 200, 4);
    double[] counts = new double[10];
    for (PlannedRequest request = schedule.next();
        request.atSeconds() < 1_000;
        request = schedule.next()) {
      counts[(int) (request.atSeconds() / 100)]++;
    }
    for (int tenth = 0; tenth < counts.length; tenth++) {
      double expected = 0;
      for (int second = 0; second < 100; second++) {
        expected += 100 * day.at(tenth * 100 + second + 0.5);
      }
      assertThat(counts[tenth]).isCloseTo(expected, within(5 * Math.sqrt(expected)));
    }
  }

  @Test
  void popularAuthorsAreReadFarMoreOftenThanOthers() {
    Map<Integer, Integer> reads = new HashMap<>();
    for (PlannedRequest request : take(schedule(5), 40_000)) {
      if (request.action() instanceof ReadUserTimeline read) {
        reads.merge(read.author(), 1, Integer::sum);
      }
    }
    List<Integer> counts = new ArrayList<>(reads.values());
    counts.sort(null);
    assertThat(counts.getLast()).isGreaterThan(50 * counts.get(counts.size() / 4));
  }

  @Test
  void onlyThoseLoggedInReadTheirTimelineAndTheirNumberIsBounded() {
    Set<Integer> online = new HashSet<>();
    for (PlannedRequest request : take(schedule(6), 20_000)) {
      if (request.action() instanceof Login login) {
        online.remove(login.leaving());
        online.add(login.user());
        assertThat(online).hasSizeLessThanOrEqualTo(200);
      } else if (request.action() instanceof ReadHomeTimeline read) {
        assertThat(online).contains(read.user());
      }
    }
    assertThat(online).hasSize(200);
  }

  private static double share(Map<String, Integer> counts, String kind, int total) {
    return counts.getOrDefault(kind, 0) / (double) total;
  }

  private static Schedule schedule(long seed) {
    return new Schedule(new DayShape(300, 0.6), 50, 0.15, 962, 200, seed);
  }

  private static List<PlannedRequest> take(Schedule schedule, int count) {
    List<PlannedRequest> requests = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      requests.add(schedule.next());
    }
    return requests;
  }
}
