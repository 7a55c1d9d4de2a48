package io.distappguard.telemetry.scap;

import static io.distappguard.telemetry.scap.CaptureBytes.bytes;
import static io.distappguard.telemetry.scap.CaptureBytes.capture;
import static io.distappguard.telemetry.scap.CaptureBytes.number;
import static io.distappguard.telemetry.scap.CaptureBytes.number32;
import static io.distappguard.telemetry.scap.CaptureBytes.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Rejections;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Collections;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Whatever happens to a capture, what is lost is counted and located, the rest is read, and memory
 * grows with neither its length nor its claims.
 */
class ScapDamageTest {

  static final int EVENTS = 60;

  @Test
  void cutAnywhereItLosesTheEndAndSaysSo() {
    byte[] whole = sample();
    long before = 0;
    for (int cut = 0; cut < whole.length; cut += 3) {
      Intake intake = read(Arrays.copyOf(whole, cut));
      assertThat(intake.rejected()).as("cut at %d", cut).isLessThanOrEqualTo(1);
      assertThat(intake.accepted()).as("cut at %d", cut).isGreaterThanOrEqualTo(before);
      before = intake.accepted();
    }
    assertThat(read(whole).accepted()).isEqualTo(EVENTS);
  }

  @Test
  void aFlippedBitCostsAnEventOrTwo() {
    byte[] whole = sample();
    for (int bit = 0; bit < 8 * whole.length; bit += 11) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      Intake intake = read(flipped);
      long skipped = intake.skipped().stream().mapToLong(Intake.Skipped::count).sum();
      assertThat(intake.accepted() + skipped)
          .as("bit %d of byte %d: %s", bit % 8, bit / 8, intake.rejections().entries())
          .isGreaterThanOrEqualTo(EVENTS - 2);
    }
  }

  @Test
  void anotherBeginningIsToldAndTheEventsAreRead() {
    byte[] wrong = sample();
    Arrays.fill(wrong, 0, 8, (byte) 0xee);
    Intake intake = read(wrong);
    assertThat(intake.rejections().entries()).extracting("firstPosition").contains("input:byte 0");
    assertThat(intake.accepted()).isEqualTo(EVENTS);
  }

  @Test
  void anotherMagicNumberIsTold() {
    byte[] wrong = sample();
    wrong[8] = 0;
    assertThat(read(wrong).rejections().entries())
        .extracting("reason")
        .containsExactly(ScapFile.BAD_MAGIC);
  }

  @Test
  void lengthsOfGigabytesAreNotBelieved() {
    byte[] whole = sample();
    for (int at = 0; at + 4 <= whole.length; at += 7) {
      for (byte[] length :
          new byte[][] {{0x7f, -1, -1, -1}, {-1, -1, -1, 0x7f}, {-1, -1, -1, -1}}) {
        byte[] claims = whole.clone();
        System.arraycopy(length, 0, claims, at, 4);
        long before = allocated();
        read(claims);
        assertThat(allocated() - before).as("length at %d", at).isLessThan(16L << 20);
      }
    }
  }

  @Test
  void nothingIsNoEvent() {
    assertThat(read(new byte[0]).received()).isZero();
  }

  @Test
  void repeatedItIsReadAgain() {
    byte[] once = sample();
    InputStream stream =
        new SequenceInputStream(
            Collections.enumeration(
                IntStream.range(0, 200)
                    .mapToObj(index -> new ByteArrayInputStream(once))
                    .toList()));
    Intake intake = CaptureBytes.read(stream).intake();
    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(intake.accepted()).isEqualTo(200 * EVENTS);
  }

  @Test
  void rubbishIsTakenAsSuch() {
    byte[] rubbish = new byte[8 << 20];
    new Random(7).nextBytes(rubbish);
    long before = allocated();
    Intake intake = read(rubbish);
    assertThat(allocated() - before).isLessThan(160L << 20);
    assertThat(intake.accepted()).isZero();
    assertThat(intake.rejected()).isPositive();
  }

  private static Intake read(byte[] bytes) {
    Intake intake = CaptureBytes.read(new ByteArrayInputStream(bytes)).intake();
    assertThat(intake.received())
        .isEqualTo(
            intake.accepted()
                + intake.rejections().entries().stream().mapToLong(Rejections.Entry::count).sum());
    assertThat(intake.rejections().entries())
        .allSatisfy(entry -> assertThat(entry.firstPosition()).matches("input:byte \\d+"));
    return intake;
  }

  static byte[] sample() {
    CaptureBytes capture =
        capture()
            .machine("host-b")
            .process(10, 1, "/usr/sbin/server", "-c\0/etc/server.conf\0", "/srv", "/system.slice")
            .descriptors(10, CaptureBytes.file(3, "/var/log/server.log"), CaptureBytes.eventfd(6));
    for (int index = 0; index < EVENTS / 3; index++) {
      capture
          .event(10, 9, number(100), bytes(40), number(3), number32(100))
          .old(10, 6, number(3), number32(30))
          .event(10, 303, number(0), number(-100), text("/tmp/" + index), number32(0));
    }
    return capture.toBytes();
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
