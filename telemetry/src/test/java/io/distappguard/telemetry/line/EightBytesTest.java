package io.distappguard.telemetry.line;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class EightBytesTest {

  @Property(tries = 2000, seed = "43")
  void theFirstByteLookedForIsFound(
      @ForAll @Size(max = 80) byte[] bytes,
      @ForAll @IntRange(max = 20) int from,
      @ForAll @IntRange(min = 0, max = 127) int letter) {
    int begin = Math.min(from, bytes.length);
    int expected = -1;
    for (int index = bytes.length - 1; index >= begin; index--) {
      expected = bytes[index] == letter ? index : expected;
    }
    assertThat(EightBytes.indexOf(EightBytes.each((char) letter), bytes, begin, bytes.length))
        .isEqualTo(expected);
  }

  @Property(tries = 2000, seed = "44")
  void numbersAreWhatTheirDigitsSay(
      @ForAll @IntRange(min = 0, max = 99_999_999) int number, @ForAll @Size(8) byte[] behind) {
    byte[] bytes = behind.clone();
    byte[] digits = Integer.toString(number).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, bytes, 0, digits.length);
    int count = 0;
    while (count < 8 && bytes[count] >= '0' && bytes[count] <= '9') {
      count++;
    }
    long word = EightBytes.at(bytes, 0);
    assertThat(EightBytes.digits(word)).isEqualTo(count);
    assertThat(EightBytes.number(word, digits.length)).isEqualTo(number);
  }
}
