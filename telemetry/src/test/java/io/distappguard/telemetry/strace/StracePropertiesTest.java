package io.distappguard.telemetry.strace;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.syscall.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.StringLength;

/** What holds for whatever lines. */
class StracePropertiesTest {

  @Property(tries = 300, seed = "962")
  void whatIsPrintedIsReadBack(
      @ForAll @IntRange(min = 1, max = 4_000_000) int tid,
      @ForAll @IntRange(min = 0, max = 999_999) int fraction,
      @ForAll @IntRange(min = 0) int result,
      @ForAll @NotBlank @StringLength(max = 40) String path) {
    byte[] line =
        "%d 1795308870.%06d read(7</%s>, \"\"..., 8) = %d"
            .formatted(tid, fraction, escaped(path), result)
            .getBytes(StandardCharsets.ISO_8859_1);
    StraceLine parsed = new StraceLine();
    assertThat(parsed.parse(line, 0, line.length)).isNull();
    assertThat(parsed.tid()).isEqualTo(tid);
    assertThat(parsed.micros()).isEqualTo(1795308870_000_000L + fraction);
    assertThat(parsed.syscall()).isEqualTo(Syscall.READ);
    assertThat(parsed.argumentCount()).isEqualTo(3);
    assertThat(parsed.result()).isEqualTo(result);
    int from = parsed.argumentFrom(0) + 2;
    Target target = TargetText.parse(line, from, parsed.argumentTo(0) - 1);
    assertThat(target.name()).isEqualTo("/" + path);
  }

  /** Whatever strace is asked to show before and behind a call, the call is the same. */
  @Property(tries = 500, seed = "962")
  void whatStandsAroundACallChangesNothing(
      @ForAll @IntRange(min = 1, max = 4_000_000) int tid,
      @ForAll @IntRange(min = 0, max = 4) int pidForm,
      @ForAll @IntRange(min = 0, max = 2) int clockForm,
      @ForAll boolean number,
      @ForAll boolean pointer,
      @ForAll boolean spent,
      @ForAll @IntRange(min = 0) int result) {
    String pid =
        List.of("", tid + " ", "[pid %5d] ".formatted(tid), tid + "<a b> ", "[pid " + tid + "<x>] ")
            .get(pidForm);
    String clock =
        List.of("1795308870.000001 ", "10:11:12.000001 ", "1795308870.000001 (+     0.000011) ")
            .get(clockForm);
    byte[] line =
        (pid
                + clock
                + (number ? "[   0] " : "")
                + (pointer ? "[00007f15c0118ad7] " : "")
                + "read(7</a>, \"x <0.1>\"..., 8) = "
                + result
                + (spent ? " <0.000011>" : ""))
            .getBytes(StandardCharsets.ISO_8859_1);
    StraceLine parsed = new StraceLine();
    assertThat(parsed.parse(line, 0, line.length)).isNull();
    assertThat(parsed.tid()).isEqualTo(pidForm == 0 ? 0 : tid);
    assertThat(parsed.micros() % 1_000_000).isEqualTo(1);
    assertThat(parsed.syscall()).isEqualTo(Syscall.READ);
    assertThat(parsed.argumentCount()).isEqualTo(3);
    assertThat(parsed.result()).isEqualTo(result);
  }

  @Property(tries = 200, seed = "962")
  void summingLosesNoByteAndNoCall(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 400) int lines) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder();
    long moved = 0;
    long micros = 1795308870_000_000L;
    List<Integer> halves = new ArrayList<>();
    long calls = 0;
    for (int index = 0; index < lines; index++) {
      micros += random.nextInt(300_000);
      String time = "%d.%06d".formatted(micros / 1_000_000, micros % 1_000_000);
      int bytes = random.nextInt(1 << 20);
      int tid = 1 + random.nextInt(20);
      String operation = random.nextBoolean() ? "read" : "write";
      String file = "3</f%d>".formatted(random.nextInt(5));
      if (halves.contains(tid)) {
        continue;
      }
      if (random.nextInt(4) == 0) {
        text.append(tid).append(' ').append(time);
        text.append(" write(").append(file).append(", \"\"..., 9 <unfinished ...>\n");
        halves.add(tid);
      } else {
        text.append(tid).append(' ').append(time).append(' ').append(operation);
        text.append('(').append(file).append(", \"\"..., 9) = ").append(bytes).append('\n');
        moved += bytes;
        calls++;
      }
      if (!halves.isEmpty() && random.nextInt(3) == 0) {
        tid = halves.remove(random.nextInt(halves.size()));
        text.append(tid).append(' ').append(time);
        text.append(" <... write resumed>) = ").append(bytes).append('\n');
        moved += bytes;
        calls++;
      }
    }
    Straced straced = Straced.text(text.toString());
    assertThat(straced.intake().rejections().entries()).isEmpty();
    Collected seen = straced.seen();
    assertThat(
            seen.bytes(Operation.READ, entity -> entity instanceof Entity.FileEntity)
                + seen.bytes(Operation.WRITE, entity -> entity instanceof Entity.FileEntity))
        .isEqualTo(moved);
    assertThat(seen.exchanges.stream().mapToLong(Collected.Exchange::calls).sum()).isEqualTo(calls);
  }

  @Property(tries = 500, seed = "962")
  void noBytesWhateverBreakTheParser(@ForAll byte[] bytes) {
    StraceLineFuzzTest.parse(bytes);
    byte[] prefix = "12 1795308870.000001 ".getBytes(StandardCharsets.US_ASCII);
    byte[] line = java.util.Arrays.copyOf(prefix, prefix.length + bytes.length);
    System.arraycopy(bytes, 0, line, prefix.length, bytes.length);
    StraceLineFuzzTest.parse(line);
    byte[] clock = "[pid 12<a>] 10:11:12 (+ 0.1) [  0] ".getBytes(StandardCharsets.US_ASCII);
    byte[] other = java.util.Arrays.copyOf(clock, clock.length + bytes.length);
    System.arraycopy(bytes, 0, other, clock.length, bytes.length);
    StraceLineFuzzTest.parse(other);
  }

  /** As strace escapes paths of descriptors. */
  private static String escaped(String path) {
    StringBuilder escaped = new StringBuilder();
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      int value = one & 0xff;
      if (value < 32
          || value > 126
          || value == '"'
          || value == '\\'
          || value == '<'
          || value == '>') {
        escaped.append("\\%03o".formatted(value));
      } else {
        escaped.append((char) value);
      }
    }
    return escaped.toString();
  }
}
