package io.distappguard.traffic.series;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.generated.GeneratedTraffic;
import io.distappguard.traffic.learn.LearningWindows;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.profile.TrafficConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources whose clocks are wrong, or who lie, beside honest ones: calls come in the order made. */
class TrafficClocksTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long BEGIN = GeneratedTraffic.BEGIN * 1_000_000;
  private static final int SECONDS = 60;
  private static final ChainClusters CLUSTERS = clusters();

  private final List<TrafficWindow> windows = new ArrayList<>();

  @ParameterizedTest
  @ValueSource(longs = {60, -60, 3_000, -3_000, 5, -5, 1_000_000_000, -1_000_000_000})
  void aClockThatIsWrongChangesNothingForTheOthers(long seconds) {
    TrafficStream stream = stream(with(honest(), skewed(nanos -> nanos + seconds * SECOND)));
    assertOthersAreAllJudged(stream);
    assertThat(stream.leftOut().sum()).isZero();
  }

  @Test
  void aClockThatRunsFastChangesNothingForTheOthers() {
    assertOthersAreAllJudged(stream(with(honest(), skewed(nanos -> nanos + 3 * (nanos - BEGIN)))));
  }

  @Test
  void aClockThatJumpsChangesNothingForTheOthers() {
    assertOthersAreAllJudged(
        stream(
            with(
                honest(),
                skewed(nanos -> nanos - BEGIN < 30 * SECOND ? nanos : nanos + 120 * SECOND))));
  }

  @Test
  void aClockThatIsAnotherOneForEachSpanChangesNothingForTheOthersAndHidesNothing() {
    SplittableRandom random = new SplittableRandom(1);
    List<Call> calls =
        with(honest(), skewed(nanos -> nanos + random.nextLong(-7_200, 7_200) * SECOND));
    TrafficStream stream = stream(calls);
    assertOthersAreAllJudged(stream);
    assertThat(novel().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(SECONDS);
    // each of them where it came, but for the first ones of a source that nobody knew
    assertThat(novel().values()).allMatch(count -> count <= 8);
  }

  @Test
  void aFloodOfNamesChangesNothingForTheOthers() {
    List<Came> came = honest();
    for (int number = 0; number < SECONDS * 1_000; number++) {
      long at = BEGIN + number * (SECOND / 1_000);
      came.add(
          new Came(at, call("f" + number, "service" + number % 7, "i" + number, at + 90 * SECOND)));
    }
    TrafficStream stream = stream(inOrder(came));
    assertOthersAreAllJudged(stream);
    assertThat(stream.leftOut().sum()).isZero();
    assertThat(stream.refusedSources()).isPositive();
  }

  @Test
  void floodsOfInstancesOfAServiceThatIsKnownChangeNothingForTheOthers() {
    List<Came> came = honest();
    for (int number = 0; number < 3_000; number++) {
      long at = BEGIN + number * (SECOND / 50);
      came.add(
          new Came(at, call("f" + number, "catalogue", "i" + number % 400, at + 600 * SECOND)));
    }
    assertOthersAreAllJudged(stream(inOrder(came)));
  }

  @Test
  void aWrongClockIsCorrectedAndTold() {
    TrafficStream stream = stream(with(honest(), skewed(nanos -> nanos + 60 * SECOND)));
    assertThat(stream.corrected()).hasSize(1);
    assertThat(stream.corrected().getFirst().service()).isEqualTo("other");
    assertThat(stream.corrected().getFirst().instance()).isEqualTo("pod-1");
    assertThat(stream.corrected().getFirst().offsetNanos() / (double) SECOND).isBetween(58.0, 62.0);
    // judged at the corrected time: about one a second
    assertThat(novel().values()).allMatch(count -> count <= 8);
    assertThat(novel()).hasSizeGreaterThanOrEqualTo(SECONDS / 5);
  }

  @Test
  void whoseTracesAreReadInOrderIsNotCorrected() {
    assertThat(stream(with(honest(), List.of())).corrected()).isEmpty();
    assertThat(stream(with(seldom(), List.of())).corrected()).isEmpty();
  }

  @Test
  void tracesAcrossInstancesWithDifferentClocksStillJoin() {
    List<Came> came = new ArrayList<>();
    for (Came one : honest()) {
      boolean user = one.call.service().equals("user");
      came.add(user ? new Came(one.at, moved(one.call, nanos -> nanos + 60 * SECOND)) : one);
    }
    TrafficStream stream = stream(inOrder(came));
    assertThat(novel()).isEmpty();
    assertOthersAreAllJudged(stream);
  }

  @Test
  void aTraceOfMinutesHoldsNothingBackAndRaisesNothing() {
    List<Came> came = honest();
    List<Call> refresh = new ArrayList<>();
    for (int second = 0; second < SECONDS - 10; second++) {
      long at = BEGIN + second * SECOND;
      Call list = call("refresh", "gateway", null, at);
      refresh.add(named(list, "r" + second, "job", "GET /list"));
      refresh.add(
          named(call("refresh", "catalogue", null, at + 1), "c" + second, "r" + second, "List"));
    }
    // as recordings hold it: all of the trace where it began
    List<Call> together = new ArrayList<>(refresh);
    together.addAll(with(came, List.of()));
    TrafficStream stream = stream(together);
    assertThat(stream.leftOut().sum()).isZero();
    assertThat(judged()).isEqualTo(HONEST + SECONDS - 10);
    assertThat(novel()).isEmpty();
    List<Integer> recorded = lists();

    // and as it comes
    windows.clear();
    refresh.forEach(call -> came.add(new Came(call.startNanos(), call)));
    stream = stream(inOrder(came));
    assertThat(stream.leftOut().sum()).isZero();
    assertThat(judged()).isEqualTo(HONEST + SECONDS - 10);
    assertThat(novel()).isEmpty();
    assertThat(stream.traces().cut()).isPositive();
    assertThat(lists()).hasSameSizeAs(recorded);
  }

  @Property(tries = 15)
  void aSourceMoreNeverChangesTheWindowsOfTheOthers(
      @ForAll @LongRange(min = -100_000, max = 100_000) long offsetMillis,
      @ForAll @LongRange(min = -2_000, max = 2_000) long driftMillisASecond,
      @ForAll @IntRange(min = 1, max = 40) int perSecond,
      @ForAll long seed) {
    windows.clear();
    stream(with(honest(), List.of()));
    Map<Long, List<Integer>> alone = honestWindows();
    SplittableRandom random = new SplittableRandom(seed);
    List<Came> more = new ArrayList<>();
    for (int index = 0; index < SECONDS * perSecond; index++) {
      long at = BEGIN + random.nextLong(SECONDS * SECOND);
      long seconds = (at - BEGIN) / SECOND;
      long away = offsetMillis + driftMillisASecond * seconds;
      more.add(new Came(at, call("s" + index, "other", "pod-1", at + away * 1_000_000)));
    }
    windows.clear();
    stream(with(honest(), more));
    assertThat(honestWindows()).isEqualTo(alone);
  }

  private static final int HONEST = 100 * SECONDS;

  private record Came(long at, Call call) {}

  private TrafficStream stream(List<Call> calls) {
    TrafficStream stream = new TrafficStream(CLUSTERS, 5_000, 5_000, Long.MIN_VALUE, windows::add);
    calls.forEach(stream::call);
    stream.finish(GeneratedTraffic.BEGIN + 2 * SECONDS * 1_000 + 3_700_000);
    return stream;
  }

  private void assertOthersAreAllJudged(TrafficStream stream) {
    assertThat(judged()).isEqualTo(HONEST);
    assertThat(stream.leftOut().late()).isZero();
    Map<Long, List<Integer>> honest = honestWindows();
    assertThat(honest).hasSize(SECONDS / 5);
    assertThat(honest.values())
        .allMatch(counts -> counts.stream().mapToInt(Integer::intValue).sum() == 500);
  }

  private int judged() {
    return honestWindows().values().stream()
        .flatMap(List::stream)
        .mapToInt(Integer::intValue)
        .sum();
  }

  /** Chains of each cluster, by window; windows that hold any. */
  private Map<Long, List<Integer>> honestWindows() {
    Map<Long, List<Integer>> honest = new HashMap<>();
    for (TrafficWindow window : windows) {
      List<Integer> chains = window.clusters().stream().map(ClusterWindow::chains).toList();
      if (chains.stream().anyMatch(count -> count > 0)) {
        honest.put(window.startMillis(), chains);
      }
    }
    return honest;
  }

  private List<Integer> lists() {
    return windows.stream().map(window -> window.clusters().getFirst().chains()).toList();
  }

  private Map<Long, Integer> novel() {
    Map<Long, Integer> novel = new HashMap<>();
    for (TrafficWindow window : windows) {
      if (window.novel().chains() > 0) {
        novel.put(window.startMillis(), window.novel().chains());
      }
    }
    return novel;
  }

  /** 100 traces a second of a shop. */
  private static List<Came> honest() {
    List<Came> came = new ArrayList<>();
    for (int number = 0; number < HONEST; number++) {
      long at = BEGIN + number * (SECOND / 100);
      Call login = call("h" + number, "gateway", "g" + number % 2, at);
      came.add(new Came(at, named(login, "1", null, "POST /login")));
      came.add(
          new Came(at + 2, named(call("h" + number, "user", "u-1", at + 1), "2", "1", "Login")));
      number++;
      at += SECOND / 100;
      Call list = call("h" + number, "gateway", "g" + number % 2, at);
      came.add(new Came(at, named(list, "1", null, "GET /list")));
      came.add(
          new Came(
              at + 2, named(call("h" + number, "catalogue", "c-1", at + 1), "2", "1", "List")));
    }
    return came;
  }

  /** A trace in ten seconds. */
  private static List<Came> seldom() {
    List<Came> came = new ArrayList<>();
    for (int number = 0; number < 200; number++) {
      long at = BEGIN + number * 10 * SECOND;
      came.add(
          new Came(at, named(call("h" + number, "gateway", null, at), "1", null, "GET /list")));
      came.add(
          new Came(at + 2, named(call("h" + number, "catalogue", null, at + 1), "2", "1", "List")));
    }
    return came;
  }

  /** A trace a second of one instance that the profile knows nothing of. */
  private static List<Came> skewed(LongUnaryOperator clock) {
    List<Came> came = new ArrayList<>();
    for (int second = 0; second < SECONDS; second++) {
      long at = BEGIN + second * SECOND + SECOND / 3;
      came.add(
          new Came(at, call("s" + second, "other", "pod-1", Math.max(0, clock.applyAsLong(at)))));
    }
    return came;
  }

  private static List<Call> with(List<Came> honest, List<Came> more) {
    List<Came> all = new ArrayList<>(honest);
    all.addAll(more);
    return inOrder(all);
  }

  private static List<Call> inOrder(List<Came> came) {
    return came.stream().sorted(Comparator.comparingLong(Came::at)).map(Came::call).toList();
  }

  private static Call call(String trace, String service, @Nullable String instance, long start) {
    return new Call(
        trace, "1", null, Call.Kind.SERVER, service, instance, "op", start, 1_000, false, null);
  }

  private static Call named(Call call, String span, @Nullable String parent, String operation) {
    return new Call(
        call.traceId(),
        span,
        parent,
        call.kind(),
        call.service(),
        call.instance(),
        operation,
        call.startNanos(),
        call.durationNanos(),
        false,
        null);
  }

  private static Call moved(Call call, LongUnaryOperator clock) {
    return new Call(
        call.traceId(),
        call.spanId(),
        call.parentSpanId(),
        call.kind(),
        call.service(),
        call.instance(),
        call.operation(),
        clock.applyAsLong(call.startNanos()),
        call.durationNanos(),
        call.failed(),
        call.status());
  }

  private static ChainClusters clusters() {
    try {
      return LearningWindows.read(
              new BenignRecordings<>(
                  List.of(new GeneratedTraffic("training", 1, 60)), List.of(), List.of()),
              TrafficConfiguration.standard(1),
              TrafficLearningProgress.SILENT)
          .chains();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read from disk", e);
    }
  }
}
