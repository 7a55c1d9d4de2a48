package io.distappguard.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * What every reader of lines keeps to: all that comes in is accepted or refused, what is refused is
 * counted and located, whatever the input holds, and memory does not grow with it.
 */
public abstract class ReaderContract {

  /** Some lines of the format, each a whole event or more, each ended by a newline. */
  protected abstract String sample();

  /** How many events the sample holds. */
  protected abstract long eventsInSample();

  /** Lines at the beginning of the sample that are no event, such as a table's header. */
  protected int linesWithoutEvents() {
    return 0;
  }

  /** Reads; positions name the input {@code input}. */
  protected abstract Intake read(InputStream stream, Collected sink) throws IOException;

  @Test
  void wellFormedInputIsAcceptedWhole() throws IOException {
    Intake intake = read(bytes(sample()));
    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
  }

  @Test
  void aMalformedLineIsCountedAndLocated() throws IOException {
    Intake intake = read(bytes(sample() + "what is this?\n" + "\0\1\2\n"));
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
    assertThat(intake.rejected()).isEqualTo(2);
    assertThat(intake.rejections().entries().getFirst().firstPosition())
        .isEqualTo("input:" + (sample().lines().count() + 1));
    assertIdentity(intake);
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
    assertIdentity(intake);
  }

  @Test
  void windowsLineEndsAreUnderstood() throws IOException {
    Intake intake = read(bytes(sample().replace("\n", "\r\n")));
    assertThat(intake.accepted()).isEqualTo(eventsInSample());
    assertThat(intake.rejected()).isZero();
  }

  @Test
  void nothingAtAllIsNoEvent() throws IOException {
    assertThat(read(new byte[0]).received()).isZero();
  }

  @Test
  void cutAnywhereItLosesTheLastLineAtMost() throws IOException {
    byte[] whole = bytes(sample());
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
      assertIdentity(intake);
    }
  }

  @Test
  void memoryDoesNotGrowWithRubbish() throws IOException {
    // 64 MB of lines that differ, most of them refused
    byte[] rubbish = new byte[1 << 20];
    new java.util.Random(7).nextBytes(rubbish);
    InputStream stream = new Repeated(() -> rubbish, 64);
    long before = usedMemory();
    Intake intake = read(stream, new Collected());
    assertThat(usedMemory() - before).isLessThan(96L << 20);
    assertThat(intake.rejections().entries().size()).isLessThan(10);
    assertIdentity(intake);
  }

  protected final Intake read(byte[] bytes) throws IOException {
    return read(new ByteArrayInputStream(bytes), new Collected());
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertIdentity(Intake intake) {
    long rejected = intake.rejections().entries().stream().mapToLong(Rejections.Entry::count).sum();
    assertThat(intake.received()).isEqualTo(intake.accepted() + rejected);
  }

  private static long usedMemory() {
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** The same bytes several times over. */
  private static final class Repeated extends InputStream {

    private final Supplier<byte[]> bytes;
    private int left;
    private int at;

    Repeated(Supplier<byte[]> bytes, int times) {
      this.bytes = bytes;
      this.left = times;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) {
      byte[] source = bytes.get();
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
