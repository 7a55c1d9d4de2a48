package io.distappguard.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What every reader of a binary format keeps to: whatever the bytes, all that comes in is accepted
 * or refused, what is refused is counted and located, and memory does not grow with what is
 * promised.
 */
public abstract class BlockReaderContract {

  /** A small sound input. */
  protected abstract byte[] sample() throws IOException;

  /** How many events the sample holds. */
  protected abstract long eventsInSample();

  /** Indices in the sample of the lowest byte of a length, four bytes long. */
  protected abstract List<Integer> lengths();

  /** Whether what follows a damaged part is found again. */
  protected abstract boolean findsItsWayBack();

  /** Reads; positions name the input {@code input}. */
  protected abstract Intake read(InputStream stream, Collected sink) throws IOException;

  @Test
  void soundInputIsAcceptedWhole() throws IOException {
    Intake intake = read(sample());
    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
  }

  @Test
  void nothingAtAllIsNoEvent() throws IOException {
    assertThat(read(new byte[0]).accepted()).isZero();
  }

  @Test
  void cutAnywhereItIsRefusedOnceOrTwiceAndLocated() throws IOException {
    byte[] whole = sample();
    for (int cut = 1; cut < whole.length; cut++) {
      Intake intake = read(Arrays.copyOf(whole, cut));
      assertThat(intake.rejected()).as("cut at %d", cut).isBetween(1L, 2L);
      assertThat(intake.accepted()).isLessThan(eventsInSample());
      assertLocated(intake);
    }
  }

  @Test
  void anyFlippedBitIsCountedAndLocatedOrMeansNothing() throws IOException {
    byte[] whole = sample();
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Intake intake = read(flipped);
      assertThat(intake.rejected() > 0 || intake.accepted() == eventsInSample())
          .as("bit %d", bit)
          .isTrue();
      assertLocated(intake);
    }
  }

  @Test
  void aLengthOfGigabytesTakesNoMemory() throws IOException {
    for (int at : lengths()) {
      byte[] whole = sample();
      whole[at + 3] = 0x7f;
      long before = usedMemory();
      Intake intake = read(whole);
      assertThat(intake.rejected()).isPositive();
      assertThat(usedMemory() - before).isLessThan(64L << 20);
      assertLocated(intake);
    }
  }

  @Test
  void anotherMagicIsRefused() throws IOException {
    byte[] whole = sample();
    whole[0] ^= 0x55;
    Intake intake = read(whole);
    assertThat(intake.rejected()).isPositive();
    assertLocated(intake);
  }

  @Test
  void afterRubbishTheRestIsRead() throws IOException {
    if (!findsItsWayBack()) {
      return;
    }
    byte[] rubbish = new byte[10_000];
    new Random(3).nextBytes(rubbish);
    Intake intake =
        read(
            new SequenceInputStream(
                new ByteArrayInputStream(rubbish), new ByteArrayInputStream(sample())),
            new Collected());
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
    assertThat(intake.rejected()).isPositive();
    assertThat(intake.rejections().entries().getFirst().firstPosition()).isEqualTo("input:0");
  }

  @Test
  void repeatedItIsReadOrRefused() throws IOException {
    byte[] whole = sample();
    Intake intake =
        read(
            new SequenceInputStream(
                Collections.enumeration(
                    List.of(new ByteArrayInputStream(whole), new ByteArrayInputStream(whole)))),
            new Collected());
    assertThat(intake.received()).isGreaterThan(eventsInSample());
    assertLocated(intake);
  }

  @Test
  void memoryDoesNotGrowWithRubbish() throws IOException {
    byte[] rubbish = new byte[1 << 20];
    new Random(7).nextBytes(rubbish);
    InputStream stream = new ByteArrayInputStream(new byte[0]);
    for (int times = 0; times < 64; times++) {
      stream = new SequenceInputStream(new ByteArrayInputStream(rubbish), stream);
    }
    long before = usedMemory();
    Intake intake = read(stream, new Collected());
    assertThat(usedMemory() - before).isLessThan(96L << 20);
    assertThat(intake.rejections().entries().size()).isLessThan(10);
    assertLocated(intake);
  }

  private Intake read(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes), new Collected());
  }

  private static void assertLocated(Intake intake) {
    long rejected = 0;
    for (Rejections.Entry entry : intake.rejections().entries()) {
      rejected += entry.count();
      assertThat(entry.firstPosition()).matches("input:\\d+");
    }
    assertThat(intake.received()).isEqualTo(intake.accepted() + rejected);
  }

  private static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
