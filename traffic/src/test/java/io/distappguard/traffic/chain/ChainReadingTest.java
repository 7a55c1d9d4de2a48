package io.distappguard.traffic.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChainReadingTest {

  private final OperationTable operations = new OperationTable();
  private final List<String> read = new ArrayList<>();
  private final List<Chain> chains = new ArrayList<>();

  private ChainReading reading(String... entries) {
    List<Operation> path = new ArrayList<>();
    for (String entry : entries) {
      path.add(new Operation(entry, "run"));
    }
    return new ChainReading(
        operations,
        new Entries(path),
        (chain, trace, from, to) -> {
          chains.add(chain);
          read.add(from + "-" + to + ": " + chain.words(operations).replace(" run", ""));
        });
  }

  @Test
  void aTraceIsItsCallsInPreorder() {
    reading().trace(Traces.of("gateway(user, post(text, media), timeline)"));

    assertThat(read).containsExactly("0-6: gateway › user › post › text › media › timeline");
  }

  @Test
  void failedCallsAreMarked() {
    reading().trace(Traces.of("gateway(user!)"));

    assertThat(read).containsExactly("0-2: gateway › user (failed)");
  }

  @Test
  void runsOfIdenticalNeighboursAreOne() {
    ChainReading reading = reading();
    reading.trace(Traces.of("a(b(c), b(c), b(c), d, b(c))"));
    reading.trace(Traces.of("a(b(c, c), b(c), d, d, b(c, c, c))"));

    assertThat(read).containsExactly("0-10: a › b › c › d › b › c", "0-12: a › b › c › d › b › c");
    assertThat(chains.get(0)).isSameAs(chains.get(1));
  }

  @Test
  void neighboursThatFailDifferentlyAreNotOne() {
    reading().trace(Traces.of("a(b, b!, b!)"));

    assertThat(read).containsExactly("0-4: a › b › b (failed)");
  }

  @Test
  void everyRootStartsAChain() {
    reading().trace(Traces.of("a(b), c, d(e)"));

    assertThat(read).containsExactly("0-2: a › b", "2-3: c", "3-5: d › e");
  }

  @Test
  void whatAnEntryCallsStartsAChain() {
    ChainReading reading = reading("proxy", "gateway");
    reading.trace(Traces.of("proxy(gateway(user(store), post), status)"));

    assertThat(read).containsExactly("2-4: user › store", "4-5: post", "5-6: status");
  }

  @Test
  void anEntryThatCallsNothingIsAChain() {
    ChainReading reading = reading("gateway");
    reading.trace(Traces.of("gateway!"));
    reading.trace(Traces.of("other(gateway(a))"));

    assertThat(read).containsExactly("0-1: gateway (failed)", "0-3: other › gateway › a");
  }

  @Test
  void equalChainsAreOneObjectAndDifferentTreesAreNot() {
    ChainReading reading = reading();
    reading.trace(Traces.of("a(b, c)"));
    reading.trace(Traces.of("a(b, c)"));
    reading.trace(Traces.of("a(b(c))"));

    assertThat(chains.get(0)).isSameAs(chains.get(1)).isNotEqualTo(chains.get(2));
    assertThat(chains.get(0).fingerprint()).isEqualTo(chains.get(2).fingerprint());
  }

  @Test
  void theFingerprintDoesNotDependOnTheNumbersOfOperations() {
    reading().trace(Traces.of("a(b!, c)"));
    long fingerprint = chains.get(0).fingerprint();
    OperationTable others = new OperationTable();
    others.number("z", "run");
    others.number("c", "run");
    new ChainReading(others, Entries.NONE, (chain, trace, from, to) -> chains.add(chain))
        .trace(Traces.of("a(b!, c)"));

    assertThat(chains.get(1).fingerprint()).isEqualTo(fingerprint);
  }

  @Test
  void neitherWidthNorDepthOverflows() {
    List<TraceCall> wide = new ArrayList<>();
    List<TraceCall> deep = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      wide.add(Traces.call(i == 0 ? -1 : 0, "s" + i % 7, i, false));
      deep.add(Traces.call(i < 5_000 ? i - 1 : 4_999, "s" + i % 7, i, i % 3 == 0));
    }
    ChainReading reading = reading();
    reading.trace(new Trace("01", wide));
    reading.trace(new Trace("02", deep));

    assertThat(chains.get(0).length()).isEqualTo(10_000);
    assertThat(chains.get(1).length()).isEqualTo(10_000);
    assertThat(reading.cut()).isZero();
  }

  @Test
  void aChainThatIsTooLongIsCutAndCounted() {
    List<TraceCall> calls = new ArrayList<>();
    for (int i = 0; i < ChainReading.LONGEST + 5; i++) {
      calls.add(Traces.call(i - 1, "s" + i % 7, i, false));
    }
    ChainReading reading = reading();
    reading.trace(new Trace("01", calls));

    assertThat(chains.get(0).length()).isEqualTo(ChainReading.LONGEST);
    assertThat(reading.cut()).isEqualTo(1);
  }

  @Test
  void inspectionCountsDistinctChainsWithTheirRoots() {
    DistinctChains distinct = new DistinctChains();
    for (String tree : List.of("a(b)", "a(b, b)", "a(b!)", "a(c)", "a(b)")) {
      distinct.trace(Traces.of(tree));
    }

    assertThat(distinct.count()).isEqualTo(3);
  }

  /** Against folding written down recursively. */
  @Property(tries = 500)
  void foldsLikeTheDefinition(@ForAll long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(40);
    List<TraceCall> calls = new ArrayList<>();
    List<Integer> path = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      while (path.size() > 1 && random.nextInt(3) == 0) {
        path.remove(path.size() - 1);
      }
      calls.add(
          Traces.call(
              path.isEmpty() ? -1 : path.get(path.size() - 1),
              "s" + random.nextInt(2),
              i,
              random.nextInt(8) == 0));
      path.add(i);
    }
    reading().trace(new Trace("01", calls));

    assertThat(read.get(read.size() - 1))
        .isEqualTo("0-" + size + ": " + String.join(" › ", folded(calls, 0)));
  }

  private static List<String> folded(List<TraceCall> calls, int call) {
    List<String> words = new ArrayList<>();
    words.add(calls.get(call).service() + (calls.get(call).failed() ? " (failed)" : ""));
    String previous = "";
    for (int child = call + 1; child < calls.size(); child++) {
      if (calls.get(child).parent() == call) {
        String tree = tree(calls, child);
        if (!tree.equals(previous)) {
          words.addAll(folded(calls, child));
        }
        previous = tree;
      }
    }
    return words;
  }

  private static String tree(List<TraceCall> calls, int call) {
    StringBuilder tree =
        new StringBuilder(calls.get(call).service()).append(calls.get(call).failed()).append('(');
    String previous = "";
    for (int child = call + 1; child < calls.size(); child++) {
      if (calls.get(child).parent() == call) {
        String below = tree(calls, child);
        tree.append(below.equals(previous) ? "" : below);
        previous = below;
      }
    }
    return tree.append(')').toString();
  }
}
