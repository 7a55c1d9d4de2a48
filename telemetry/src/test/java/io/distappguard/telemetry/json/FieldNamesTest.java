package io.distappguard.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.TextCache;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class FieldNamesTest {

  private static final ByteWords WORDS =
      ByteWords.of("a", "seven__", "eight___", "sixteen_________", "twenty_four_____________");

  /** Objects that are alike, that differ, and that are broken: a wrong guess is only slower. */
  @Property(tries = 2000, seed = "47")
  void whatIsExpectedChangesNothing(@ForAll("lines") List<String> lines) {
    FieldNames names = new FieldNames(WORDS);
    for (String line : lines) {
      assertThat(guessed(names, line)).as(line).isEqualTo(looked(line));
    }
  }

  @Provide
  Arbitrary<List<String>> lines() {
    Arbitrary<String> name =
        Arbitraries.of(
            "a",
            "b",
            "",
            "seven__",
            "seven_x",
            "eight___",
            "sixteen_________",
            "sixteen_x_______",
            "twenty_four_____________",
            "twenty_four____x________",
            "twenty_eight________________",
            "twenty_eight________x_______",
            "a name that is longer than all that are remembered",
            "es\\\"caped",
            "\\u0061");
    Arbitrary<String> field =
        name.flatMap(text ->
            Arbitraries.of(
                "\"" + text + "\":1",
                "\"" + text + "\":1",
                "\"" + text + "\": {\"a\":[]}",
                "\"" + text + "\" :\"x\"",
                " \"" + text + "\":true ",
                "\"" + text + "\"",
                "\"" + text + "\":"));
    Arbitrary<String> between =
        Arbitraries.frequency(
            Tuple.of(20, ","), Tuple.of(5, ", "),
            Tuple.of(1, ""), Tuple.of(1, ",,"));
    return field
        .list()
        .ofMaxSize(6)
        .flatMap(fields -> between.map(separator -> "{" + String.join(separator, fields) + "}"))
        .list()
        .ofMaxSize(12);
  }

  @Test
  void moreNamesThanAreRememberedAreReadAsWell() {
    FieldNames names = new FieldNames(WORDS);
    for (int round = 0; round < 2; round++) {
      for (int number = 0; number < 5_000; number++) {
        String line = "{\"n" + number + "\":1,\"seven__\":2,\"x" + number % 7 + "\":3}";
        assertThat(guessed(names, line)).isEqualTo(looked(line));
      }
    }
  }

  private static List<String> guessed(FieldNames names, String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    JsonCursor cursor = new JsonCursor(new TextCache());
    List<String> seen = new ArrayList<>();
    cursor.start(bytes, 0, bytes.length);
    for (cursor.enter(); cursor.nextField(names); ) {
      cursor.skip();
      seen.add(cursor.field() + " " + name(cursor, bytes));
    }
    seen.add("whole: " + cursor.isWhole());
    return seen;
  }

  private static List<String> looked(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    JsonCursor cursor = new JsonCursor(new TextCache());
    List<String> seen = new ArrayList<>();
    cursor.start(bytes, 0, bytes.length);
    for (cursor.enter(); cursor.nextField(); ) {
      int number = WORDS.number(bytes, cursor.nameFrom(), cursor.nameTo());
      cursor.skip();
      seen.add(number + " " + name(cursor, bytes));
    }
    seen.add("whole: " + cursor.isWhole());
    return seen;
  }

  private static String name(JsonCursor cursor, byte[] bytes) {
    return new String(
        bytes, cursor.nameFrom(), cursor.nameTo() - cursor.nameFrom(), StandardCharsets.UTF_8);
  }
}
