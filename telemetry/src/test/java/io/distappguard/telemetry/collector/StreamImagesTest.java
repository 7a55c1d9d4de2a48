package io.distappguard.telemetry.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.exchange.Registry;
import org.junit.jupiter.api.Test;

class StreamImagesTest {

  private static final int NUMBERS = 50;

  private final StreamImages images =
      new StreamImages(new Registry(new Collected()), ContainerLabels.BY_CGROUP, NUMBERS);

  @Test
  void processesWhoseEndsWereLostAreKnownForAsLongAsTheirNumbersAreTheirs() {
    for (int process = 0; process < 10_000; process++) {
      tell(1 + process % NUMBERS, 1_000 + process);
    }

    assertThat(images.runningCount()).isEqualTo(NUMBERS);
  }

  @Test
  void aProcessToldByAnotherNumberOutlivesItsOldOne() {
    tell(1, 1_000);
    tell(2, 1_000);
    tell(1, 1_001);

    assertThat(images.get(2)).isNotNull().extracting(image -> image.pid).isEqualTo(1_000L);
    assertThat(images.runningCount()).isEqualTo(2);
  }

  @Test
  void thereIsRoomForSoManyImagesAndNoMore() {
    for (int number = 1; number <= NUMBERS; number++) {
      assertThat(images.hasRoomFor(number)).isTrue();
      tell(number, 1_000 + number);
    }

    assertThat(images.hasRoomFor(NUMBERS + 1)).isFalse();
    assertThat(images.hasRoomFor(NUMBERS)).isTrue();
  }

  /** An image that was there before the collector, of a process of its own. */
  private void tell(int number, int pid) {
    byte[] block =
        new StreamBytes().record(4, number, 0, 1, 7, pid, 1, 8, 0, 1L, "/bin/a", "a\0").bytes();
    StreamFields fields = new StreamFields();
    fields.over(block, StreamBytes.HEAD, block.length);
    fields.number(); // type
    fields.number(); // length
    images.image(fields.index(), fields);
  }
}
