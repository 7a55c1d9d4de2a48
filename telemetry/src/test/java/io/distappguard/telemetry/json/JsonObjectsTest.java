package io.distappguard.telemetry.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Objects of JSON are found however they stand. */
class JsonObjectsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void anObjectALineIsGivenAsItStands() throws IOException {
    assertThat(pieces("{\"a\":1}\r\n\n  {\"b\":{}}  \n{\"c\":2}"))
        .containsExactly("1 {\"a\":1}", "3 {\"b\":{}}", "4 {\"c\":2}");
  }

  @Test
  void objectsOverManyLinesAreOneEach() throws IOException {
    assertThat(pieces("{\n  \"a\": {\n  }\n}\n{\n  \"b\": 2\n}\n"))
        .containsExactly("1 {\n  \"a\": {\n  }\n}", "5 {\n  \"b\": 2\n}");
    assertThat(pieces("[\n  {\n    \"a\": 1\n  },\n  {\n    \"b\": 2\n  }\n]\n")).hasSize(2);
    assertThat(pieces("[ {\n  \"a\" : 1\n}, {\n  \"b\" : [ 2 ]\n} ]\n")).hasSize(2);
  }

  @Test
  void arraysAndObjectsSideBySideOnALineAreTakenApart() throws IOException {
    assertThat(pieces("[{\"a\":\"}{\"},{\"b\":\"\\\\\"}]\n\u001e{\"c\":3}\n"))
        .containsExactly("1 {\"a\":\"}{\"}", "1 {\"b\":\"\\\\\"}", "2 {\"c\":3}");
    assertThat(pieces("{\"a\":1}{\"b\":2} {\"c\":3}\n{\"d\":4},\n{\"e\":5}\n"))
        .containsExactly("1 {\"a\":1}", "1 {\"b\":2}", "1 {\"c\":3}", "2 {\"d\":4}", "3 {\"e\":5}");
  }

  @Test
  void aDamagedObjectIsLostAlone() throws IOException {
    assertThat(pieces("{\"a\":1,\n{\"b\":2}\n")).containsExactly("1 {\"a\":1,", "2 {\"b\":2}");
    assertThat(pieces("{\"a\":\"1}\n{\"b\":2}\n")).containsExactly("1 {\"a\":\"1}", "2 {\"b\":2}");
    assertThat(pieces("[\n  {\n    \"a\": {\n  },\n  {\n    \"b\": 2\n  }\n]\n"))
        .last()
        .isEqualTo("5 {\n    \"b\": 2\n  }");
    assertThat(pieces("\u00ef\u00bb\u00bf{\"a\":1}\n")).containsExactly("1 {\"a\":1}");
  }

  @Test
  void whatIsTooLongIsLeftOutAndSaysSo() throws IOException {
    String longText = "\"" + "x".repeat(5000) + "\"";
    assertThat(
            pieces("[{\"a\":1},{\"b\":" + longText + "},{\"c\":2}]\n" + longText + "\n{\"d\":3}"))
        .containsExactly("1 {\"a\":1}", "1 too long", "1 {\"c\":2}", "2 too long", "3 {\"d\":3}");
  }

  @Property(tries = 300)
  void howeverObjectsStandTheyAreTheSame(
      @ForAll @Size(max = 30) List<String> texts,
      @ForAll @IntRange(max = 4) int manner,
      @ForAll @IntRange(min = 1, max = 40) int portion)
      throws IOException {
    List<String> compact = new ArrayList<>();
    StringBuilder written = new StringBuilder(manner == 2 || manner == 3 ? "[" : "");
    ObjectWriter writer =
        manner == 0 || manner == 2 ? JSON.writer() : JSON.writerWithDefaultPrettyPrinter();
    for (String text : texts) {
      ObjectNode object = JSON.createObjectNode().put("text", text);
      object.putArray("list").addObject().put(text, "}]");
      compact.add(JSON.writeValueAsString(object));
      written.append(compact.size() > 1 && (manner == 2 || manner == 3) ? ", " : "");
      written.append(writer.writeValueAsString(object)).append(manner < 2 ? "\n" : "");
    }
    written.append(manner == 2 || manner == 3 ? "]" : "");
    List<String> found = new ArrayList<>();
    byte[] bytes = written.toString().getBytes(StandardCharsets.UTF_8);
    for (String piece : pieces(new Portions(bytes, portion))) {
      String object = piece.substring(piece.indexOf(' ') + 1);
      found.add(JSON.writeValueAsString(JSON.readTree(object)));
    }
    assertThat(found).isEqualTo(compact);
  }

  private static List<String> pieces(String text) throws IOException {
    boolean isMarked = text.startsWith("\u00ef");
    return pieces(
        new ByteArrayInputStream(
            text.getBytes(isMarked ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8)));
  }

  /** As a reader would: what is not JSON is looked at once more. */
  private static List<String> pieces(InputStream stream) throws IOException {
    List<String> pieces = new ArrayList<>();
    try (JsonObjects objects = new JsonObjects(stream, "", 4096)) {
      while (objects.next()) {
        String place = objects.position().substring(1) + " ";
        if (objects.tooLong()) {
          pieces.add(place + "too long");
          continue;
        }
        if (!isJson(text(objects))) {
          objects.lookCloser();
        }
        pieces.add(place + text(objects));
      }
    }
    return pieces;
  }

  private static boolean isJson(String text) {
    try {
      return JSON.readerFor(ObjectNode.class)
              .with(com.fasterxml.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
              .readValue(text)
          != null;
    } catch (IOException exception) {
      return false;
    }
  }

  private static String text(JsonObjects objects) {
    return new String(
        objects.buffer(), objects.from(), objects.to() - objects.from(), StandardCharsets.UTF_8);
  }

  /** Gives a few bytes at a time. */
  private static final class Portions extends ByteArrayInputStream {

    private final int most;

    Portions(byte[] bytes, int most) {
      super(bytes);
      this.most = most;
    }

    @Override
    public synchronized int read(byte[] buffer, int from, int length) {
      return super.read(buffer, from, Math.min(length, most));
    }
  }
}
