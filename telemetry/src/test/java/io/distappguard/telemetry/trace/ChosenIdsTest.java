package io.distappguard.telemetry.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who sends spans chooses their ids, and may choose such as fall into one place of a table. */
class ChosenIdsTest {

  private static final int MANY = 5_000;

  @Test
  void idsOfOneHashAreFoundInFewSteps() {
    List<String> ids = idsOfOnePlace();
    OpenTrace trace = new OpenTrace("0af7651916cd43dd8448eb211c80319c", 0, 0, true);
    ids.forEach(id -> assertThat(trace.add(call(id), 0)).isTrue());
    ids.forEach(id -> assertThat(trace.add(call(id), 0)).isFalse());
    assertThat(trace.size()).isEqualTo(MANY);
    long steps = 0;
    for (String id : ids) {
      int slot = trace.slot(id);
      while (!trace.call(trace.at(slot)).spanId().equals(id)) {
        slot = trace.following(slot);
        steps++;
      }
    }
    assertThat(steps / MANY).isLessThan(10);
  }

  /** Of a table of 2^14 places, which so many spans have, one in 256 is taken for all. */
  private static List<String> idsOfOnePlace() {
    Random random = new Random(1);
    List<String> ids = new ArrayList<>();
    while (ids.size() < MANY) {
      String id = String.format("%016x", random.nextLong());
      int hash = id.hashCode() * 0x9E3779B9;
      if (((hash ^ hash >>> 15) & 0xFF) == 0) {
        ids.add(id);
      }
    }
    return ids;
  }

  private static Call call(String id) {
    return new Call(
        "0af7651916cd43dd8448eb211c80319c",
        id,
        null,
        Call.Kind.SERVER,
        "shop",
        null,
        "buy",
        1,
        1,
        false,
        null);
  }
}
