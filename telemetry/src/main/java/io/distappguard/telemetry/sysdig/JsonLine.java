package io.distappguard.telemetry.sysdig;

import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.json.FieldNames;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.json.JsonObjects;
import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.line.Lines;
import io.distappguard.telemetry.line.TextCache;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What {@code sysdig -j} prints of an event: one object with the fields of the text. */
final class JsonLine implements LineFormat {

  static final String NOT_JSON = "line that is no JSON object";
  static final String NO_TIME = "event without a time";
  static final String NO_THREAD = "event without a thread";
  static final String NO_TYPE = "event without a type";

  private static final ByteWords FIELDS =
      ByteWords.of(
          "evt.info", // 0
          "evt.args",
          "evt.outputtime",
          "evt.rawtime",
          "evt.time",
          "evt.type", // 5
          "evt.dir",
          "thread.tid",
          "proc.name",
          "container.id",
          "container.name", // 10
          "proc.pid");

  private final FieldNames names = new FieldNames(FIELDS);
  private final JsonCursor cursor = new JsonCursor(new TextCache());
  private byte[] text = new byte[1024];
  private int filled;
  private boolean typed;

  @Override
  public Lines lines(InputStream stream, String name) {
    return new JsonObjects(stream, name, LineReader.DEFAULT_LONGEST_LINE);
  }

  @Override
  public @Nullable String parse(byte[] buffer, int from, int to, EventLine event) {
    event.clear();
    event.nanos = Long.MIN_VALUE;
    event.tid = -1;
    filled = 0;
    typed = false;
    cursor.start(buffer, from, to);
    if (!cursor.isObject()) {
      return JsonObjects.isOfLog(buffer, from, to) ? LOG : NOT_JSON;
    }
    cursor.enter();
    while (cursor.nextField(names)) {
      field(buffer, event);
    }
    if (!cursor.isWhole()) {
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

  private void field(byte[] buffer, EventLine event) {
    switch (cursor.field()) {
      case 0, 1 -> {
        event.parametersFrom = filled;
        event.parametersTo = keep(buffer);
      }
      case 2, 3, 4 -> time(buffer, event);
      case 5 -> {
        typed = isText(buffer);
        event.call =
            typed ? Syscall.of(buffer, cursor.valueFrom(), cursor.valueTo()) : Syscall.OTHER;
      }
      case 6 -> event.enter = !isText(buffer) || buffer[cursor.valueFrom()] != '<';
      case 7 -> event.tid = cursor.number();
      case 8 -> {
        event.processFrom = filled;
        event.processTo = keep(buffer);
      }
      case 9 -> {
        event.containerFrom = filled;
        event.containerTo = keep(buffer);
      }
      case 10 -> {
        event.containerNameFrom = filled;
        event.containerNameTo = keep(buffer);
      }
      case 11 -> event.pid = Math.max(-1, cursor.number());
      default -> cursor.skip();
    }
  }

  /** Reads the value; whether it is a text that is not empty. */
  private boolean isText(byte[] buffer) {
    return cursor.scalar()
        && buffer[cursor.valueFrom() - 1] == '"'
        && cursor.valueTo() > cursor.valueFrom();
  }

  private void time(byte[] buffer, EventLine event) {
    if (!cursor.scalar()) {
      return;
    }
    boolean isText = buffer[cursor.valueFrom() - 1] == '"';
    int from = cursor.valueFrom();
    int to = cursor.valueTo();
    if (!isText) {
      long nanos = Scanning.number(buffer, from, to);
      event.nanos = nanos < 0 ? Long.MIN_VALUE : nanos;
      event.timeOfDay = false;
    } else if (!TextLine.time(buffer, from, to, event)) {
      event.nanos = Long.MIN_VALUE;
    }
  }

  /** Puts a text behind those kept so far, escapes undone; gives where it ends. */
  private int keep(byte[] buffer) {
    if (!isText(buffer)) {
      return filled;
    }
    int from = cursor.valueFrom();
    int to = cursor.valueTo();
    if (text.length - filled < to - from) {
      text = Arrays.copyOf(text, Math.max(text.length * 2, filled + to - from));
    }
    if (!cursor.isEscaped()) {
      System.arraycopy(buffer, from, text, filled, to - from);
      filled += to - from;
      return filled;
    }
    for (int at = from; at < to; at++) {
      if (buffer[at] != '\\' || at + 1 >= to) {
        text[filled++] = buffer[at];
      } else if (buffer[at + 1] == 'u' && at + 5 < to) {
        unicode(buffer, at + 2);
        at += 5;
      } else {
        at++;
        text[filled++] = unescaped(buffer[at]);
      }
    }
    return filled;
  }

  private static byte unescaped(byte letter) {
    return switch (letter) {
      case 'n', 'r', 't', 'b', 'f' -> ' ';
      default -> letter;
    };
  }

  /** Six bytes become three at the most. */
  private void unicode(byte[] buffer, int from) {
    int value = 0;
    for (int at = from; at < from + 4; at++) {
      value = value << 4 | Math.max(0, Character.digit(buffer[at], 16));
    }
    byte[] encoded = String.valueOf((char) value).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(encoded, 0, text, filled, encoded.length);
    filled += encoded.length;
  }
}
