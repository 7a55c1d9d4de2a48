package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.detection.anomaly.Anomaly;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AnomalyOrderTest {

  private final List<Anomaly> out = new ArrayList<>();

  /** A step judges the next window of one detector: odd ones of exchanges; every third alarms. */
  @Property
  void howeverTheDetectorsTakeTurnsTheOrderIsThatOfTheWindows(
      @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 11) Integer> steps) {
    List<Anomaly> written = new ArrayList<>();
    List<Anomaly> found = new ArrayList<>();
    AnomalyOrder order = new AnomalyOrder(written::add);
    order.bothAreJudged();
    long exchangeEnd = 0;
    long callEnd = 0;
    for (int step : steps) {
      boolean alarms = step % 3 == 0;
      if (step % 2 == 1) {
        exchangeEnd += 1 + step / 6;
        order.exchangesJudged(exchangeEnd);
        if (alarms) {
          found.add(anomaly("behaviour", exchangeEnd));
          order.ofExchanges(found.getLast());
        }
      } else {
        callEnd += 1 + step / 6;
        order.callsJudged(callEnd);
        if (alarms) {
          found.add(anomaly("traffic", callEnd));
          order.ofCalls(found.getLast());
        }
      }
      long judged = Math.min(exchangeEnd, callEnd);
      assertThat(written)
          .containsAll(found.stream().filter(one -> one.endMillis() < judged).toList());
    }
    order.end();
    found.sort(Comparator.comparingLong(Anomaly::endMillis).thenComparing(Anomaly::detector));
    assertThat(written).isEqualTo(found);
  }

  @Test
  void ofOneViewNothingIsHeldBack() {
    AnomalyOrder order = new AnomalyOrder(out::add);
    order.callsJudged(5);
    order.ofCalls(anomaly("traffic", 5));

    assertThat(out).hasSize(1);
  }

  @Test
  void whatWaitsIsWrittenAtTheEnd() {
    AnomalyOrder order = new AnomalyOrder(out::add);
    order.bothAreJudged();
    order.exchangesJudged(9);
    order.ofExchanges(anomaly("behaviour", 9));
    assertThat(out).isEmpty();

    order.end();
    assertThat(out).hasSize(1);
  }

  private static Anomaly anomaly(String detector, long end) {
    return new Anomaly(detector, end - 5, end, 2, 1, 1, "web", Map.of("web", 2.0), List.of());
  }
}
