package io.distappguard.telemetry.trace;

import static io.distappguard.telemetry.Call.Kind.CLIENT;
import static io.distappguard.telemetry.Call.Kind.CONSUMER;
import static io.distappguard.telemetry.Call.Kind.INTERNAL;
import static io.distappguard.telemetry.Call.Kind.PRODUCER;
import static io.distappguard.telemetry.Call.Kind.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Call;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TraceAssemblerTest {

  private static final long SECOND = 1_000_000_000L;
  private static final long BEGIN = 1_795_308_870L * SECOND;

  private final List<Trace> traces = new ArrayList<>();
  private final TraceAssembler assembler = new TraceAssembler(traces::add);

  @Test
  void bothSidesOfACallAreOneCall() {
    give(span("1", null, SERVER, "gateway", "GET /", 0, 100));
    give(span("2", "1", CLIENT, "gateway", "user/Login", 10, 80));
    give(span("3", "2", SERVER, "user", "user/Login", 20, 60));
    assertThat(tree()).containsExactly("gateway GET /", "  user user/Login");
  }

  @Test
  void whatHappensWithinAServiceIsFolded() {
    give(span("1", null, SERVER, "gateway", "GET /", 0, 100));
    give(span("2", "1", INTERNAL, "gateway", "filter", 5, 90));
    give(span("3", "2", INTERNAL, "gateway", "handler", 6, 80));
    give(span("4", "3", CLIENT, "gateway", "text", 10, 60));
    give(span("5", "4", SERVER, "text", "Compose", 20, 40));
    give(span("6", "5", INTERNAL, "text", "parse", 21, 10));
    assertThat(tree()).containsExactly("gateway GET /", "  text Compose");
  }

  @Test
  void aCallToWhatIsNotWatchedStandsUnderItsCaller() {
    give(span("1", null, SERVER, "user", "Login", 0, 100));
    give(span("2", "1", INTERNAL, "user", "repository", 5, 90));
    give(span("3", "2", CLIENT, "user", "SELECT users", 10, 60));
    give(span("4", "1", PRODUCER, "user", "logins send", 95, 1));
    assertThat(tree()).containsExactly("user Login", "  user SELECT users", "  user logins send");
  }

  @Test
  void nestedClientsOfOneAnsweredCallAreFolded() {
    give(span("1", null, SERVER, "a", "in", 0, 100));
    give(span("2", "1", CLIENT, "a", "grpc", 10, 80));
    give(span("3", "2", CLIENT, "a", "http2", 11, 78));
    give(span("4", "3", SERVER, "b", "out", 20, 60));
    assertThat(tree()).containsExactly("a in", "  b out");
  }

  @Test
  void aServiceThatCallsItselfIsTwoCalls() {
    give(span("1", null, SERVER, "a", "outer", 0, 100));
    give(span("2", "1", CLIENT, "a", "a/inner", 10, 80));
    give(span("3", "2", SERVER, "a", "inner", 20, 60));
    assertThat(tree()).containsExactly("a outer", "  a inner");
  }

  @Test
  void formatsWithoutKindAreReadByTheChangeOfService() {
    give(span("1", null, INTERNAL, "nginx", "/compose", 0, 100));
    give(span("2", "1", INTERNAL, "nginx", "compose", 5, 90));
    give(span("3", "2", INTERNAL, "user", "Upload", 10, 60));
    give(span("4", "3", INTERNAL, "user", "mmc get", 12, 10));
    give(span("5", "3", INTERNAL, "compose", "UploadUser", 30, 20));
    assertThat(tree()).containsExactly("nginx /compose", "  user Upload", "    compose UploadUser");
  }

  @Test
  void zipkinsSidesShareOneSpanId() {
    give(span("1", null, SERVER, "front", "get /", 0, 100));
    give(span("2", "1", CLIENT, "front", "get /api", 10, 80));
    give(span("2", "1", SERVER, "back", "get /api", 20, 60));
    give(span("3", "2", CLIENT, "back", "select", 30, 10));
    assertThat(tree()).containsExactly("front get /", "  back get /api", "    back select");
    assertThat(assembler.counts().duplicates()).isZero();
  }

  @Test
  void ofTwoCallersWithItsIdACalleeBelongsToTheFittingOne() {
    List<Call> spans =
        List.of(
            span("2", "1", PRODUCER, "queue", "put", 10, 80),
            span("2", "1", CLIENT, "front", "get", 11, 80),
            span("2", "1", CONSUMER, "worker", "take", 20, 60),
            span("2", "1", SERVER, "back", "get", 21, 60));
    List<List<String>> trees = new ArrayList<>();
    for (List<Call> order : List.of(spans, spans.reversed())) {
      TraceAssembler other =
          new TraceAssembler(trace ->
              trees.add(
                  trace.calls().stream().map(call -> call.service() + call.parent()).toList()));
      order.forEach(other::call);
      other.finish();
    }
    assertThat(trees.get(0)).containsExactly("queue-1", "worker0", "front-1", "back2");
    assertThat(trees.get(1)).isEqualTo(trees.get(0));
  }

  @Test
  void failureOnEitherSideMarksTheCall() {
    give(span("1", null, SERVER, "a", "in", 0, 100));
    give(failed(span("2", "1", CLIENT, "a", "b", 10, 80), "DEADLINE_EXCEEDED"));
    give(span("3", "2", SERVER, "b", "out", 20, 60));
    give(span("4", "1", CLIENT, "a", "c", 90, 5));
    give(failed(span("5", "4", SERVER, "c", "out", 91, 3), "INTERNAL"));
    assembler.finish();
    assertThat(traces.getFirst().calls())
        .extracting(TraceCall::operation, TraceCall::failed, TraceCall::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("in", false, null),
            org.assertj.core.groups.Tuple.tuple("out", true, "DEADLINE_EXCEEDED"),
            org.assertj.core.groups.Tuple.tuple("out", true, "INTERNAL"));
  }

  @Test
  void childrenComeInTheOrderOfTheirStartsWhateverTheOrderOfArrival() {
    List<Call> calls =
        new ArrayList<>(
            List.of(
                span("1", null, SERVER, "a", "in", 0, 100),
                span("2", "1", INTERNAL, "a", "early and late", 1, 98),
                span("3", "2", SERVER, "b", "first", 5, 5),
                span("4", "2", SERVER, "b", "third", 50, 5),
                span("5", "1", SERVER, "c", "second", 20, 5)));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(calls, new Random(seed));
      List<Trace> shuffled = new ArrayList<>();
      TraceAssembler other = new TraceAssembler(shuffled::add);
      calls.forEach(other::call);
      other.finish();
      assertThat(shuffled.getFirst().calls())
          .extracting(TraceCall::operation)
          .containsExactly("in", "first", "second", "third");
    }
  }

  @Test
  void orphansBeginATreeAndAreCounted() {
    give(span("1", null, SERVER, "a", "in", 0, 100));
    give(span("3", "2", SERVER, "b", "out", 20, 60));
    assertThat(tree()).containsExactly("a in", "b out");
    assertThat(assembler.counts().orphans()).isEqualTo(1);
  }

  @Test
  void ringsOfParentsAreCutAtTheirEarliestSpan() {
    give(span("3", "2", SERVER, "c", "third", 30, 10));
    give(span("1", "3", SERVER, "a", "first", 10, 40));
    give(span("2", "1", SERVER, "b", "second", 20, 25));
    give(span("4", "2", SERVER, "d", "below", 25, 5));
    give(span("5", "5", SERVER, "e", "own parent", 60, 5));
    assertThat(tree())
        .containsExactly("a first", "  b second", "    d below", "    c third", "e own parent");
    assertThat(assembler.counts().cycles()).isEqualTo(2);
    assertThat(assembler.counts().orphans()).isZero();
  }

  @Test
  void aChildThatDoesNotFitIsMovedIntoItsParentWithAllBelow() {
    give(span("1", null, CLIENT, "a", "in", 1_000, 100));
    give(span("2", "1", SERVER, "b", "out", 1_500, 60));
    give(span("3", "2", INTERNAL, "b", "work", 1_510, 40));
    give(span("4", "3", CLIENT, "b", "SELECT", 1_520, 20));
    assembler.finish();
    assertThat(traces.getFirst().calls())
        .extracting(TraceCall::startNanos)
        .containsExactly(BEGIN + 1_000, BEGIN + 1_020, BEGIN + 1_040);
    assertThat(assembler.counts().clockSkew()).isEqualTo(1);
  }

  @Test
  void aChildThatOutlivesItsParentOnlyMustNotStartBeforeIt() {
    give(span("1", null, CLIENT, "a", "in", 1_000, 100));
    give(span("2", "1", SERVER, "b", "timed out", 1_050, 500));
    give(span("3", "1", SERVER, "c", "too early", 900, 500));
    give(span("4", "1", CONSUMER, "d", "later", 1_200, 10));
    assembler.finish();
    assertThat(traces.getFirst().calls())
        .extracting(TraceCall::operation, TraceCall::startNanos)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("in", BEGIN + 1_000),
            org.assertj.core.groups.Tuple.tuple("too early", BEGIN + 1_000),
            org.assertj.core.groups.Tuple.tuple("timed out", BEGIN + 1_050),
            org.assertj.core.groups.Tuple.tuple("later", BEGIN + 1_200));
    assertThat(assembler.counts().clockSkew()).isEqualTo(1);
  }

  @Test
  void duplicatesAreDroppedAndCounted() {
    give(span("1", null, SERVER, "a", "in", 0, 100));
    give(span("1", null, SERVER, "a", "in", 0, 100));
    give(span("1", null, CLIENT, "b", "in", 0, 100));
    assertThat(assembler.counts().duplicates()).isEqualTo(1);
    assertThat(assembler.counts().accepted()).isEqualTo(2);
  }

  @Test
  void aTraceIsCompleteWhenTheClockHasGoneOnByTheWait() {
    give(in("a", "1", null, 0));
    clockGoesTo(29 * SECOND);
    give(in("b", "1", null, 29 * SECOND));
    give(in("a", "2", "1", 29 * SECOND));
    clockGoesTo(58 * SECOND);
    assertThat(traces).extracting(Trace::traceId).doesNotContain("a", "b");
    clockGoesTo(60 * SECOND);
    assertThat(traces).extracting(Trace::traceId).containsSubsequence("b", "a");
    assertThat(traces)
        .filteredOn(trace -> trace.traceId().equals("a"))
        .flatExtracting(Trace::calls)
        .hasSize(2);
  }

  @Test
  void lateSpansAreToldFromDuplicates() {
    give(in("a", "1", null, 0));
    clockGoesTo(31 * SECOND);
    give(in("a", "1", null, 0));
    give(in("a", "2", "1", 0));
    assembler.finish();
    assertThat(assembler.counts()).isEqualTo(new TraceCounts(6, 4, 1, 1, 0, 0, 0, 0, 0, 4, 4));
  }

  @Test
  void whatBeginsAfterItsTraceWasCompletedIsNoRestOfIt() {
    give(in("a", "1", null, 0));
    clockGoesTo(31 * SECOND);
    give(in("a", "2", "1", 31 * SECOND));
    assembler.finish();
    assertThat(assembler.counts().late()).isZero();
    assertThat(traces).filteredOn(trace -> trace.traceId().equals("a")).hasSize(2);
  }

  @Test
  void aTraceThatGoesOnIsCutAndEachOfItsTreesIsOne() {
    TraceAssembler patient = new TraceAssembler(traces::add, 5 * SECOND, 100_000);
    for (int second = 0; second < 243; second++) {
      patient.call(in("t" + second, "1", null, second * SECOND));
      patient.call(in("poll", "p" + second, "job", second * SECOND));
      patient.call(in("poll", "c" + second, "p" + second, second * SECOND + 1));
    }
    long done = traces.stream().filter(trace -> trace.traceId().equals("poll")).count();
    assertThat(done).isGreaterThan(5);
    patient.call(in("poll", "job", null, 0, 243 * SECOND));
    patient.finish();
    assertThat(patient.counts().cut()).isPositive();
    assertThat(patient.counts().late()).isZero();
    assertThat(traces)
        .filteredOn(trace -> trace.traceId().equals("poll"))
        .flatExtracting(Trace::calls)
        .hasSize(2 * 243 + 1)
        .filteredOn(call -> call.parent() < 0)
        .hasSize(243 + 1);
  }

  @Test
  void whatAJobOfMinutesCallsStandsForItselfWhateverComesFirst() {
    List<Call> spans = new ArrayList<>();
    spans.add(in("refresh", "job", null, 0, 243 * SECOND));
    for (int second = 0; second < 243; second++) {
      spans.add(in("refresh", "p" + second, "job", second * SECOND));
      spans.add(in("refresh", "c" + second, "p" + second, second * SECOND + 1));
    }
    clockGoesTo(0);
    spans.forEach(this::give);
    assembler.finish();
    assertThat(traces)
        .filteredOn(trace -> trace.traceId().equals("refresh"))
        .hasSize(1)
        .flatExtracting(Trace::calls)
        .filteredOn(call -> call.parent() < 0)
        .hasSize(243 + 1);
  }

  @Test
  void aTraceThatTooManySpansComeForDoesNotPushTheOthersOut() {
    TraceAssembler small = new TraceAssembler(traces::add, 30 * SECOND, 3_000);
    small.call(in("other", "1", null, 0));
    for (int index = 0; index < 20_000; index++) {
      small.call(in("flood", "" + index, null, index));
    }
    assertThat(traces).extracting(Trace::traceId).containsOnly("flood");
    assertThat(small.counts().completedEarly()).isZero();
    assertThat(small.counts().cut()).isEqualTo(6);
    small.finish();
    assertThat(small.counts().accepted()).isEqualTo(20_001);
  }

  @Test
  void spanIdsChosenToMeetCostNoMoreThanOthers() {
    // All of them have the same String.hashCode().
    for (int index = 0; index < 1 << 16; index++) {
      StringBuilder id = new StringBuilder();
      for (int bit = 0; bit < 16; bit++) {
        id.append((index >> bit & 1) == 0 ? "Aa" : "BB");
      }
      give(in("t", id.toString(), null, index));
    }
    assembler.finish();
    assertThat(traces.getFirst().calls()).hasSize(1 << 16);
  }

  @Test
  void oneTimeFarAheadDoesNotCompleteEverything() {
    give(in("a", "1", null, 0));
    give(in("x", "1", null, 1_000_000 * SECOND));
    give(in("a", "2", "1", 1 * SECOND));
    assertThat(traces).isEmpty();
    clockGoesTo(1_000_001 * SECOND);
    assertThat(traces).extracting(Trace::traceId).contains("a");
    assertThat(assembler.counts().late()).isZero();
  }

  @Test
  void aClockThatBeganWithADamagedTimeIsSetRight() {
    give(in("x", "1", null, 1_000_000 * SECOND));
    for (int index = 0; index < 3_000; index++) {
      give(in("t" + index, "1", null, index * SECOND));
    }
    assertThat(traces).hasSizeGreaterThan(1_900);
    assertThat(assembler.counts().late()).isZero();
  }

  @Test
  void beyondTheMostOpenSpansTheOldestTraceIsCompletedEarly() {
    TraceAssembler small = new TraceAssembler(traces::add, 30 * SECOND, 10);
    for (int trace = 0; trace < 5; trace++) {
      for (int span = 0; span < 3; span++) {
        small.call(in("t" + trace, "" + span, span == 0 ? null : "0", trace));
      }
    }
    assertThat(traces).extracting(Trace::traceId).containsExactly("t0", "t1");
    assertThat(small.counts().completedEarly()).isEqualTo(2);
    small.call(in("t0", "9", null, 0));
    assertThat(small.counts().late()).isEqualTo(1);
  }

  @Test
  void aTraceAsDeepAsItIsLongNeedsNoStack() {
    for (int index = 0; index < 200_000; index++) {
      give(
          span(
              Integer.toHexString(index),
              index == 0 ? null : Integer.toHexString(index - 1),
              index % 2 == 0 ? CLIENT : SERVER,
              "s" + (index + 1) / 2,
              "op",
              index,
              400_000 - index));
    }
    assembler.finish();
    assertThat(traces.getFirst().calls()).hasSize(100_001);
  }

  @Test
  void receivedIsAcceptedAndDroppedWhateverComes() {
    Random random = new Random(11);
    TraceAssembler small = new TraceAssembler(traces::add, 5 * SECOND, 200);
    Call.Kind[] kinds = Call.Kind.values();
    for (int count = 1; count <= 50_000; count++) {
      String trace = "t" + random.nextInt(1 + count / 100) % 300;
      String parent = random.nextInt(5) == 0 ? null : "" + random.nextInt(12);
      small.call(
          new Call(
              trace,
              "" + random.nextInt(12),
              parent,
              kinds[random.nextInt(5)],
              "s" + random.nextInt(4),
              null,
              "o" + random.nextInt(6),
              BEGIN
                  + count * (SECOND / 50)
                  + random.nextInt(1 << 30)
                  - (random.nextInt(10) == 0 ? 9 * SECOND : 0),
              random.nextInt(1 << 28),
              random.nextInt(9) == 0,
              null));
      TraceCounts counts = small.counts();
      assertThat(counts.received()).isEqualTo(count);
      assertThat(counts.accepted() + counts.dropped()).isEqualTo(count);
    }
    small.finish();
    TraceCounts counts = small.counts();
    assertThat(counts.traces()).isEqualTo(traces.size());
    assertThat(counts.calls())
        .isEqualTo(traces.stream().mapToLong(one -> one.calls().size()).sum());
    assertThat(counts.calls()).isLessThanOrEqualTo(counts.accepted());
    assertThat(counts.cycles()).isPositive();
    assertThat(counts.late()).isPositive();
    assertThat(counts.completedEarly()).isPositive();
  }

  @Test
  void wrongLimitsAreRefused() {
    assertThatThrownBy(() -> new TraceAssembler(traces::add, -1, 1)).hasMessageContaining(">= 0");
    assertThatThrownBy(() -> new TraceAssembler(traces::add, 0, 0)).hasMessageContaining(">= 1");
  }

  private void give(Call call) {
    assembler.call(call);
  }

  /** Enough traces for a clock that neither one of them nor two could move. */
  private void clockGoesTo(long nanos) {
    for (int index = 0; index < 3; index++) {
      give(in("clock" + nanos + index, "1", null, nanos));
    }
  }

  private List<String> tree() {
    assembler.finish();
    assertThat(traces).hasSize(1);
    List<String> lines = new ArrayList<>();
    List<Integer> depths = new ArrayList<>();
    for (TraceCall call : traces.getFirst().calls()) {
      int depth = call.parent() < 0 ? 0 : depths.get(call.parent()) + 1;
      depths.add(depth);
      lines.add("  ".repeat(depth) + call.service() + " " + call.operation());
    }
    return lines;
  }

  private static Call in(String trace, String id, @Nullable String parent, long start) {
    return in(trace, id, parent, start, 5);
  }

  private static Call in(
      String trace, String id, @Nullable String parent, long start, long duration) {
    return new Call(
        trace, id, parent, SERVER, "a", null, "op", BEGIN + start, duration, false, null);
  }

  private static Call span(
      String id,
      @Nullable String parent,
      Call.Kind kind,
      String service,
      String operation,
      long start,
      long duration) {
    return new Call(
        "t", id, parent, kind, service, null, operation, BEGIN + start, duration, false, null);
  }

  private static Call failed(Call call, String status) {
    return new Call(
        call.traceId(),
        call.spanId(),
        call.parentSpanId(),
        call.kind(),
        call.service(),
        call.instance(),
        call.operation(),
        call.startNanos(),
        call.durationNanos(),
        true,
        status);
  }
}
