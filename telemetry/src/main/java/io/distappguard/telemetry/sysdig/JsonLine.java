package io.distappguard.telemetry.sysdig;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distappguard.telemetry.exchange.Syscall;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A line of {@code sysdig -j}: one object with the fields of the text. */
final class JsonLine implements LineFormat {

  static final String NOT_JSON = "line that is no JSON object";
  static final String NO_TIME = "event without a time";
  static final String NO_THREAD = "event without a thread";
  static final String NO_TYPE = "event without a type";

  private static final JsonFactory FACTORY = new JsonFactory();

  private byte[] text = new byte[1024];
  private int filled;

  @Override
  public @Nullable String parse(byte[] buffer, int from, int to, EventLine event) {
    event.clear();
    event.nanos = Long.MIN_VALUE;
    event.tid = -1;
    filled = 0;
    boolean typed = false;
    try (JsonParser parser = FACTORY.createParser(buffer, from, to - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return NOT_JSON;
      }
      String field;
      while ((field = parser.nextFieldName()) != null) {
        JsonToken value = parser.nextToken();
        if (value == null) {
          return NOT_JSON;
        }
        switch (field) {
          case "evt.outputtime", "evt.time", "evt.rawtime" -> time(parser, value, event);
          case "thread.tid" -> event.tid = integer(parser, value);
          case "proc.pid" -> event.pid = integer(parser, value);
          case "evt.dir" -> event.enter = !parser.getText().equals("<");
          case "evt.type" -> {
            event.call = Syscall.named(parser.getText());
            typed = value == JsonToken.VALUE_STRING;
          }
          case "evt.info", "evt.args" -> {
            event.parametersFrom = filled;
            event.parametersTo = keep(parser, value);
          }
          case "proc.name" -> {
            event.processFrom = filled;
            event.processTo = keep(parser, value);
          }
          case "container.id" -> {
            event.containerFrom = filled;
            event.containerTo = keep(parser, value);
          }
          case "container.name" -> {
            event.containerNameFrom = filled;
            event.containerNameTo = keep(parser, value);
          }
          default -> parser.skipChildren();
        }
      }
      if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
        return NOT_JSON;
      }
    } catch (IOException exception) {
      return NOT_JSON;
    }
    event.bytes = text;
    if (event.nanos == Long.MIN_VALUE) {
      return NO_TIME;
    }
    if (event.tid < 0) {
      return NO_THREAD;
    }
    return typed ? null : NO_TYPE;
  }

  private void time(JsonParser parser, JsonToken value, EventLine event) throws IOException {
    if (value == JsonToken.VALUE_NUMBER_INT) {
      event.nanos = integer(parser, value);
      event.timeOfDay = false;
    } else if (value == JsonToken.VALUE_STRING) {
      int from = filled;
      if (!TextLine.time(text, from, keep(parser, value), event)) {
        event.nanos = Long.MIN_VALUE;
      }
    }
  }

  private static long integer(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      parser.skipChildren();
      return -1;
    }
    return parser.getLongValue();
  }

  /** Puts a text behind those kept so far, a byte a character; gives where it ends. */
  private int keep(JsonParser parser, JsonToken value) throws IOException {
    if (value != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      return filled;
    }
    int length = parser.getTextLength();
    char[] characters = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    if (text.length - filled < 3 * length) {
      text = Arrays.copyOf(text, Math.max(text.length * 2, filled + 3 * length));
    }
    for (int index = 0; index < length; index++) {
      char character = characters[offset + index];
      if (character < 0x80) {
        text[filled++] = (byte) character;
      } else if (character < 0x800) {
        text[filled++] = (byte) (0xc0 | character >> 6);
        text[filled++] = (byte) (0x80 | character & 0x3f);
      } else {
        text[filled++] = (byte) (0xe0 | character >> 12);
        text[filled++] = (byte) (0x80 | character >> 6 & 0x3f);
        text[filled++] = (byte) (0x80 | character & 0x3f);
      }
    }
    return filled;
  }
}
