package io.distappguard.telemetry.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class ByteWordsTest {

  /** Of few letters, so that beginnings, ends and middles are often alike. */
  @Property(tries = 1000, seed = "45")
  void wordsAndTextsAreToldByAllTheirBytes(
      @ForAll @UniqueElements
          List<@CharRange(from = 'a', to = 'b') @StringLength(max = 40) String> words,
      @ForAll @CharRange(from = 'a', to = 'b') @StringLength(max = 40) String other,
      @ForAll @StringLength(max = 9) String around) {
    ByteWords known = ByteWords.of(words.toArray(new String[0]));
    TextCache texts = new TextCache();
    for (int index = 0; index < words.size(); index++) {
      assertThat(number(known, words.get(index), around)).isEqualTo(index);
    }
    assertThat(number(known, other, around)).isEqualTo(words.indexOf(other));
    for (int round = 0; round < 2; round++) {
      for (String word : words) {
        byte[] bytes = (around + word + around).getBytes(StandardCharsets.UTF_8);
        int from = around.getBytes(StandardCharsets.UTF_8).length;
        assertThat(texts.text(bytes, from, from + word.length())).isEqualTo(word);
      }
    }
  }

  @Test
  void zerosAreBytesLikeOthers() {
    ByteWords words = ByteWords.of("a", "a\0");
    assertThat(number(words, "a", "")).isZero();
    assertThat(number(words, "a\0", "")).isEqualTo(1);
    assertThat(number(words, "a\0\0", "")).isEqualTo(ByteWords.NONE);
    assertThat(number(words, "", "a")).isEqualTo(ByteWords.NONE);
  }

  private static int number(ByteWords words, String text, String around) {
    byte[] bytes = (around + text + around).getBytes(StandardCharsets.UTF_8);
    int from = around.getBytes(StandardCharsets.UTF_8).length;
    return words.number(bytes, from, from + text.getBytes(StandardCharsets.UTF_8).length);
  }
}
