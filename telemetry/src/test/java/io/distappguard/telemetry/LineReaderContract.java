package io.distappguard.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every reader of lines keeps to besides: a damaged line is one event lost, or few. */
public abstract class LineReaderContract extends ReaderContract {

  /** Some lines of the format, each a whole event or more, each ended by a newline. */
  protected abstract String sample();

  /** Lines at the beginning of the sample that are no event, such as a table's header. */
  protected int linesWithoutEvents() {
    return 0;
  }

  @Override
  protected final byte[] wellFormed() {
    return bytes(sample());
  }

  /** Two lines that became one, and one that needed them. */
  @Override
  protected long mostLostToOneByte() {
    return 3;
  }

  @Test
  void aMalformedLineIsCountedAndLocated() throws IOException {
    Intake intake = read(bytes(sample() + "what is this?\n" + "\0\1\2\n"));
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
    assertThat(intake.rejected()).isEqualTo(2);
    assertThat(intake.rejections().entries().getFirst().firstPosition())
        .isEqualTo("input:" + (sample().lines().count() + 1));
    assertCountedAndLocated(intake);
  }

  @Test
  void aLineOfAMegabyteIsRefusedAndReadingGoesOn() throws IOException {
    Intake intake = read(bytes("x".repeat(1_000_000) + "\n" + sample()));
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
    assertThat(intake.rejected()).isEqualTo(1);
    assertThat(intake.rejections().entries().getFirst().firstPosition()).isEqualTo("input:1");
  }

  @Test
  void anotherEncodingIsRefusedOrUnderstood() throws IOException {
    Intake intake = read(sample().getBytes(StandardCharsets.UTF_16LE));
    assertThat(intake.received()).isPositive();
    assertThat(intake.rejected() > 0 || intake.accepted() == eventsInSample()).isTrue();
    assertCountedAndLocated(intake);
  }

  @Test
  void windowsLineEndsAreUnderstood() throws IOException {
    Intake intake = read(bytes(sample().replace("\n", "\r\n")));
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
    assertThat(intake.rejected()).isZero();
  }

  @Test
  void cutAnywhereItLosesTheLastLineAtMost() throws IOException {
    byte[] whole = wellFormed();
    int[] lines = new int[whole.length + 1];
    for (int index = 0; index < whole.length; index++) {
      lines[index + 1] = lines[index] + (whole[index] == '\n' ? 1 : 0);
    }
    int step = Math.max(1, whole.length / 500);
    for (int cut = 0; cut < whole.length; cut += step) {
      Intake intake = read(Arrays.copyOf(whole, cut));
      assertThat(intake.rejected()).as("cut at %d", cut).isLessThanOrEqualTo(1);
      assertThat(intake.received())
          .as("cut at %d", cut)
          .isGreaterThanOrEqualTo(lines[cut] - linesWithoutEvents());
      if (intake.rejected() == 1) {
        assertThat(intake.rejections().entries().getFirst().firstPosition())
            .isEqualTo("input:" + (lines[cut] + 1));
      }
      assertCountedAndLocated(intake);
    }
  }
}
