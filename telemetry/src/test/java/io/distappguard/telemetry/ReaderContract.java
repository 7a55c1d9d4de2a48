package io.distappguard.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * What every reader keeps to, of whatever format: all that comes in is accepted or refused, what is
 * refused is counted and located, whatever the input holds; what is whole is still read where the
 * format allows; and memory does not grow with the input, nor with what it claims to hold.
 *
 * <p>A reader's test extends this, or {@link LineReaderContract} where its format is of lines.
 */
public abstract class ReaderContract {

  private static final int MOST_PLACES = 400;
  private static final long MOST_BYTES_OF_A_READING = 64L << 20;

  /** A well-formed file of the format, all of whose events lie within seconds. */
  protected abstract byte[] wellFormed();

  /** How many events it holds. */
  protected abstract long eventsInSample();

  /** Reads; positions name the input {@code input}. */
  protected abstract Intake read(InputStream stream, Collected sink) throws IOException;

  /** Most events lost to one changed byte; all of them where the format cannot resume. */
  protected long mostLostToOneByte() {
    return eventsInSample();
  }

  /** What is refused of a file of no bytes: nothing, or one error. */
  protected long refusedOfNothing() {
    return 0;
  }

  /** Whether a file behind a file is read like one that is longer. */
  protected boolean canBeRepeated() {
    return true;
  }

  @Test
  void wellFormedInputIsAcceptedWhole() throws IOException {
    Intake intake = read(wellFormed());
    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
  }

  @Test
  void nothingAtAllIsNoEvent() throws IOException {
    Intake intake = read(new byte[0]);
    assertThat(intake.accepted()).isZero();
    assertThat(intake.rejected()).isEqualTo(refusedOfNothing());
  }

  @Test
  void cutAnywhereItLosesTheEndAndSaysSo() throws IOException {
    byte[] whole = wellFormed();
    long accepted = 0;
    for (int cut = 0; cut < whole.length; cut += step(whole)) {
      Intake intake = read(Arrays.copyOf(whole, cut));
      assertThat(intake.accepted()).as("cut at %d", cut).isBetween(0L, eventsInSample());
      assertThat(intake.rejected()).as("cut at %d", cut).isLessThanOrEqualTo(1);
      // one that was accepted cut may be refused when more of it is there, but none before it
      assertThat(intake.received()).as("cut at %d", cut).isGreaterThanOrEqualTo(accepted);
      accepted = intake.accepted();
      assertCountedAndLocated(intake);
    }
  }

  @Test
  void oneFlippedBitLosesLittleAndNeverMoreThanIsSaid() throws IOException {
    byte[] whole = wellFormed();
    for (int at = 0; at < whole.length; at += step(whole)) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Intake intake = read(flipped);
      assertThat(intake.accepted())
          .as("bit %d of byte %d flipped: %s", at % 8, at, intake.rejections().entries())
          .isGreaterThanOrEqualTo(eventsInSample() - mostLostToOneByte());
      assertCountedAndLocated(intake);
    }
  }

  @Test
  void anotherBeginningIsRefused() throws IOException {
    byte[] wrong = wellFormed();
    Arrays.fill(wrong, 0, Math.min(8, wrong.length), (byte) 0xee);
    Intake intake = read(wrong);
    assertThat(intake.rejected()).isPositive();
    assertThat(intake.accepted())
        .isBetween(eventsInSample() - mostLostToOneByte(), eventsInSample());
    assertCountedAndLocated(intake);
  }

  @Test
  void lengthsOfGigabytesAreNotBelieved() throws IOException {
    byte[] whole = wellFormed();
    for (int at = 0; at + 4 <= whole.length; at += Math.max(1, step(whole))) {
      byte[] claims = whole.clone();
      for (byte[] length :
          new byte[][] {{0x7f, -1, -1, -1}, {-1, -1, -1, 0x7f}, {-1, -1, -1, -1}}) {
        System.arraycopy(length, 0, claims, at, 4);
        long before = allocated();
        Intake intake = read(claims);
        assertThat(allocated() - before)
            .as("bytes allocated with a length of gigabytes at %d", at)
            .isLessThan(MOST_BYTES_OF_A_READING);
        assertCountedAndLocated(intake);
      }
    }
  }

  @Test
  void repeatedItIsReadAgainOrRefused() throws IOException {
    byte[] once = wellFormed();
    byte[] twice = Arrays.copyOf(once, 2 * once.length);
    System.arraycopy(once, 0, twice, once.length, once.length);
    Intake intake = read(twice);
    if (canBeRepeated()) {
      assertThat(intake.rejections().entries()).isEmpty();
      assertThat(intake.accepted()).isEqualTo(2 * eventsInSample());
    } else {
      assertThat(intake.accepted()).isGreaterThanOrEqualTo(eventsInSample());
      assertThat(intake.received()).isGreaterThan(eventsInSample());
    }
    assertCountedAndLocated(intake);
  }

  @Test
  void memoryDoesNotGrowWithLength() throws IOException {
    byte[] once = wellFormed();
    int times = canBeRepeated() ? Math.max(1, (8 << 20) / once.length) : 1;
    long before = usedMemory();
    Intake intake = read(new Repeated(once, times), Collected.counting());
    assertThat(usedMemory() - before).isLessThan(32L << 20);
    assertThat(intake.accepted()).isEqualTo(times * eventsInSample());
  }

  @Test
  void memoryDoesNotGrowWithRubbish() throws IOException {
    byte[] rubbish = new byte[1 << 20];
    new java.util.Random(7).nextBytes(rubbish);
    long before = usedMemory();
    Intake intake = read(new Repeated(rubbish, 64), Collected.counting());
    assertThat(usedMemory() - before).isLessThan(96L << 20);
    assertThat(intake.rejected()).isPositive();
    assertCountedAndLocated(intake);
  }

  protected final Intake read(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes), new Collected());
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Every refusal has a reason, one of few, and the first of each a place. */
  protected static void assertCountedAndLocated(Intake intake) {
    long rejected = intake.rejections().entries().stream().mapToLong(Rejections.Entry::count).sum();
    assertThat(intake.received()).isEqualTo(intake.accepted() + rejected);
    assertThat(intake.rejections().entries().size()).isLessThan(10);
    assertThat(intake.rejections().entries())
        .allSatisfy(entry -> assertThat(entry.firstPosition()).matches("[\\w.]+:(byte )?\\d+"));
  }

  private static int step(byte[] whole) {
    return Math.max(1, whole.length / MOST_PLACES);
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }

  private static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The same bytes several times over. */
  private static final class Repeated extends InputStream {

    private final byte[] source;
    private int left;
    private int at;

    Repeated(byte[] source, int times) {
      this.source = source;
      this.left = times;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      if (at == source.length) {
        at = 0;
        left--;
      }
      if (left == 0) {
        return -1;
      }
      int count = Math.min(length, source.length - at);
      System.arraycopy(source, at, buffer, from, count);
      at += count;
      return count;
    }
  }
}
