package io.distappguard.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.TextCache;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class KnownObjectsTest {

  private static final ByteWords FIELDS = ByteWords.of("id", "pid", "pod");

  private int readings;

  /**
   * Whatever came before, and however it was damaged, an object is read as if it were the first.
   */
  @Property(tries = 500, seed = "46")
  void whatWasSeenBeforeChangesNothing(
      @ForAll("objects") List<String> objects, @ForAll Random random) {
    KnownObjects<String> known = known();
    for (int round = 0; round < 4; round++) {
      for (String object : objects) {
        assertThat(read(known, object)).isEqualTo(read(known(), object));
        StringBuilder changed = new StringBuilder(object);
        changed.setCharAt(random.nextInt(object.length()), "},:\"1x{ ".charAt(random.nextInt(8)));
        assertThat(read(known, changed.toString())).isEqualTo(read(known(), changed.toString()));
      }
    }
  }

  @Provide
  Arbitrary<List<String>> objects() {
    Arbitrary<String> field =
        Arbitraries.of(
            "\"id\":\"a\"",
            "\"id\":\"b\"",
            "\"pid\":1",
            "\"pid\":12",
            "\"pid\": 12 ",
            "\"pod\":{\"id\":7,\"x\":\"}\"}",
            "\"tid\":1",
            "\"tid\":13",
            "\"ns\":{\"id\":\"c\"}");
    return field
        .list()
        .ofMaxSize(5)
        .map(fields -> "{" + String.join(",", fields) + "}")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4);
  }

  @Test
  void anObjectThatComesAgainIsNotTakenApart() {
    KnownObjects<String> known = known();
    for (int thread = 0; thread < 10; thread++) {
      String object = "{\"id\":\"a\",\"pid\":12,\"pod\":{\"x\":[1]},\"tid\":" + thread + "}";
      assertThat(read(known, object)).isEqualTo("a 12 {\"x\":[1]} true");
    }
    assertThat(readings).isEqualTo(2);
    assertThat(read(known, "{\"id\":\"a\",\"pid\":12,\"pod\":{\"x\":[1]},\"pid\":13}"))
        .isEqualTo("a 13 {\"x\":[1]} true");
  }

  @Test
  void objectsOfAnyLengthAreRead() {
    KnownObjects<String> known = known();
    for (int length = 1; length < 10_000; length = length * 3) {
      String object = "{\"id\":\"" + "x".repeat(length) + "\",\"pid\":" + length + "}";
      for (int round = 0; round < 3; round++) {
        assertThat(read(known, object)).endsWith(" " + length + "  true");
      }
    }
  }

  private KnownObjects<String> known() {
    return new KnownObjects<>(FIELDS, this::taken);
  }

  private String taken(JsonCursor cursor, byte[] buffer) {
    readings++;
    String id = "";
    long pid = 0;
    String pod = "";
    if (cursor.enter()) {
      while (cursor.nextField()) {
        switch (FIELDS.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
          case 0 -> id = cursor.text();
          case 1 -> pid = cursor.number();
          case 2 -> {
            int from = cursor.at();
            cursor.skip();
            pod = new String(buffer, from, cursor.at() - from, StandardCharsets.UTF_8);
          }
          default -> cursor.skip();
        }
      }
    }
    return id + " " + pid + " " + pod;
  }

  /** Of a line that is damaged nothing counts. */
  private static String read(KnownObjects<String> known, String object) {
    byte[] line = ("{\"a\":" + object + ",\"b\":[]}").getBytes(StandardCharsets.UTF_8);
    JsonCursor cursor = new JsonCursor(new TextCache());
    cursor.start(line, 0, line.length);
    String what = "";
    for (cursor.enter(); cursor.nextField(); ) {
      if (line[cursor.nameFrom()] == 'a') {
        what = known.read(cursor);
      } else {
        cursor.skip();
      }
    }
    return cursor.isWhole() ? what + " true" : "false";
  }
}
