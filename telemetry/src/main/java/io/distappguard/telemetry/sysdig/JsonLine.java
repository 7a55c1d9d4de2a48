package io.distappguard.telemetry.sysdig;

import static io.distappguard.telemetry.sysdig.SysdigParameters.bytes;

import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.line.TextCache;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A line of {@code sysdig -j}: one object with the fields of the text. */
final class JsonLine implements LineFormat {

  static final String NOT_JSON = "line that is no JSON object";
  static final String NO_TIME = "event without a time";
  static final String NO_THREAD = "event without a thread";
  static final String NO_TYPE = "event without a type";

  private static final byte[] OUTPUT_TIME = bytes("evt.outputtime");
  private static final byte[] TIME = bytes("evt.time");
  private static final byte[] RAW_TIME = bytes("evt.rawtime");
  private static final byte[] THREAD = bytes("thread.tid");
  private static final byte[] PROCESS = bytes("proc.pid");
  private static final byte[] DIRECTION = bytes("evt.dir");
  private static final byte[] TYPE = bytes("evt.type");
  private static final byte[] INFORMATION = bytes("evt.info");
  private static final byte[] ARGUMENTS = bytes("evt.args");
  private static final byte[] NAME = bytes("proc.name");
  private static final byte[] CONTAINER = bytes("container.id");
  private static final byte[] CONTAINER_NAME = bytes("container.name");

  private final JsonCursor cursor = new JsonCursor(new TextCache());
  private byte[] text = new byte[1024];
  private int filled;
  private boolean typed;

  @Override
  public @Nullable String parse(byte[] buffer, int from, int to, EventLine event) {
    event.clear();
    event.nanos = Long.MIN_VALUE;
    event.tid = -1;
    filled = 0;
    typed = false;
    cursor.start(buffer, from, to);
    if (!cursor.isObject()) {
      return NOT_JSON;
    }
    cursor.enter();
    while (cursor.nextField()) {
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
    if (is(buffer, INFORMATION) || is(buffer, ARGUMENTS)) {
      event.parametersFrom = filled;
      event.parametersTo = keep(buffer);
    } else if (is(buffer, OUTPUT_TIME) || is(buffer, RAW_TIME) || is(buffer, TIME)) {
      time(buffer, event);
    } else if (is(buffer, TYPE)) {
      typed = isText(buffer);
      event.call =
          typed ? Syscall.named(buffer, cursor.valueFrom(), cursor.valueTo()) : Syscall.OTHER;
    } else if (is(buffer, DIRECTION)) {
      event.enter = !isText(buffer) || buffer[cursor.valueFrom()] != '<';
    } else if (is(buffer, THREAD)) {
      event.tid = cursor.number();
    } else if (is(buffer, NAME)) {
      event.processFrom = filled;
      event.processTo = keep(buffer);
    } else if (is(buffer, CONTAINER)) {
      event.containerFrom = filled;
      event.containerTo = keep(buffer);
    } else if (is(buffer, CONTAINER_NAME)) {
      event.containerNameFrom = filled;
      event.containerNameTo = keep(buffer);
    } else if (is(buffer, PROCESS)) {
      event.pid = Math.max(-1, cursor.number());
    } else {
      cursor.skip();
    }
  }

  private boolean is(byte[] buffer, byte[] name) {
    return Arrays.equals(buffer, cursor.nameFrom(), cursor.nameTo(), name, 0, name.length);
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
