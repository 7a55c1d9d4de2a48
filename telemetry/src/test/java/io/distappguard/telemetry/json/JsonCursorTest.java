package io.distappguard.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.telemetry.line.TextCache;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class JsonCursorTest {

  private static final ObjectMapper JACKSON = new ObjectMapper();

  @Property(tries = 300, seed = "41")
  void textsAndNumbersAreReadAsJacksonWroteThem(
      @ForAll List<String> texts, @ForAll long number, @ForAll boolean nested)
      throws JsonProcessingException {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put("skipped", nested ? List.of(Map.of("a\"}", "]\\"), 1, true) : "x\\\"");
    written.put("number", number);
    written.put("texts", texts.stream().map(JsonCursorTest::valid).toList());
    byte[] bytes = JACKSON.writeValueAsBytes(written);
    JsonCursor cursor = new JsonCursor(new TextCache());
    cursor.start(bytes, 0, bytes.length);
    List<String> read = new ArrayList<>();
    long readNumber = 0;
    for (cursor.enter(); cursor.nextField(); ) {
      switch (new String(
          bytes, cursor.nameFrom(), cursor.nameTo() - cursor.nameFrom(), StandardCharsets.UTF_8)) {
        case "number" -> readNumber = cursor.number();
        case "texts" -> {
          cursor.enterArray();
          while (cursor.nextElement()) {
            read.add(cursor.text());
          }
        }
        default -> cursor.skip();
      }
    }
    assertThat(cursor.isWhole()).isTrue();
    assertThat(readNumber).isEqualTo(number);
    assertThat(read).isEqualTo(written.get("texts"));
  }

  @Test
  void whatIsBrokenIsNotWhole() {
    for (String broken :
        new String[] {
          "{",
          "{}}",
          "{\"a\"}",
          "{\"a\":}",
          "{\"a\":1,}",
          "{\"a\":1 \"b\":2}",
          "{\"a\":[1,2}",
          "{\"a\":\"x}",
          "{a:1}",
          "[1",
          ""
        }) {
      byte[] bytes = broken.getBytes(StandardCharsets.UTF_8);
      JsonCursor cursor = new JsonCursor(new TextCache());
      cursor.start(bytes, 0, bytes.length);
      for (cursor.enter(); cursor.nextField(); ) {
        if (cursor.enterArray()) {
          while (cursor.nextElement()) {
            cursor.skip();
          }
        }
      }
      assertThat(cursor.isWhole()).as(broken).isFalse();
    }
  }

  @Test
  void numbersThatDoNotFitAreNone() {
    assertThat(number("9223372036854775807")).isEqualTo(Long.MAX_VALUE);
    assertThat(number("9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(number("18446744073709551615")).isEqualTo(Long.MIN_VALUE);
    assertThat(number("\"-12\"")).isEqualTo(-12);
    assertThat(number("1.75")).isEqualTo(1);
    assertThat(number("null")).isEqualTo(Long.MIN_VALUE);
  }

  private static long number(String text) {
    byte[] bytes = ("{\"n\":" + text + "}").getBytes(StandardCharsets.UTF_8);
    JsonCursor cursor = new JsonCursor(new TextCache());
    cursor.start(bytes, 0, bytes.length);
    cursor.enter();
    cursor.nextField();
    return cursor.number();
  }

  /** Halves of characters cannot be written. */
  private static String valid(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
