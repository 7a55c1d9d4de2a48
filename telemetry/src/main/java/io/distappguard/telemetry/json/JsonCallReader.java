package io.distappguard.telemetry.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.span.Reporter;
import io.distappguard.telemetry.span.SpanFields;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * What readers of JSON have in common. JSON comes a value a line, then a line that is damaged is
 * one event refused and reading goes on; or it comes as values over many lines, then reading ends
 * where it is damaged. Whatever was read before counts.
 *
 * <p>Nesting deeper than 200, texts over 1 MB and lines over 16 MB are damage; one document on one
 * line may be of any length. Not thread-safe.
 */
public abstract class JsonCallReader implements CallReader {

  public static final String NOT_JSON = "not JSON";

  /** Refused among lines of other things, such as a program's log. */
  public static final String NOT_A_SPAN = "not a span, nor JSON";

  public static final String DAMAGED = "compressed data damaged";
  public static final String TOO_LONG = "line too long";

  /** Refused from a part of the JSON that has to be kept until its end is known. */
  public static final String TOO_MANY = "more than 200000 spans in one resource or trace";

  protected static final int MOST_PENDING = 200_000;

  private static final int LONGEST_LINE = 16 << 20;
  private static final int FIRST_LOOK = 64 * 1024;
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // All of these formats are UTF-8; guessing others fails in ways of its own.
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(200).maxStringLength(1 << 20).build())
          .build();

  private final InputStream stream;
  private final String name;
  private final String notOurs;
  private final Intake intake = new Intake();
  private @Nullable LineReader lines;
  private @Nullable JsonParser document;
  private boolean recognised;
  private boolean damagedAtFirstLook;

  /**
   * @param stream plain JSON; closed by {@link #close}
   * @param name how positions name it
   * @param notOurs what is said of JSON that is not of this format
   */
  protected JsonCallReader(InputStream stream, String name, String notOurs) {
    this.stream = new BufferedInputStream(stream, FIRST_LOOK);
    this.name = name;
    this.notOurs = notOurs;
  }

  /**
   * Reads to the end of the next span, trace or what else is taken in at once.
   *
   * @return false at the end of the JSON
   */
  protected abstract boolean element(JsonParser parser, CallSink sink) throws IOException;

  /**
   * Where in a line that does not begin like JSON a value of this format may begin all the same.
   *
   * @return {@code to} where nowhere
   */
  protected int valueWithin(byte[] buffer, int from, int to) {
    return to;
  }

  /** Drops what was kept of an element that did not come to its end. */
  protected void reset() {}

  /** What is being read is of this format. */
  protected final void recognise() {
    recognised = true;
  }

  @Override
  public final Intake intake() {
    return intake;
  }

  @Override
  public final void close() throws IOException {
    stream.close();
  }

  @Override
  public final boolean next(CallSink sink) throws IOException {
    if (lines == null && document == null) {
      if (isDocument()) {
        document = JSON.createParser(stream);
      } else {
        lines = new LineReader(stream, name, LONGEST_LINE);
      }
    }
    JsonParser parser = document;
    return parser == null ? nextLine(sink) : nextElement(parser, sink);
  }

  private boolean nextLine(CallSink sink) throws IOException {
    LineReader reader = lines;
    if (reader == null) {
      return false;
    }
    if (!reader.next()) {
      if (reader.damaged() || damagedAtFirstLook) {
        intake.reject(DAMAGED, reader.position());
      }
      return false;
    }
    if (reader.tooLong()) {
      intake.reject(TOO_LONG, reader.position());
      return true;
    }
    if (isBlank(reader)) {
      return true;
    }
    int from = value(reader);
    if (from == reader.to()) {
      intake.reject(NOT_A_SPAN, reader.position());
      return true;
    }
    reset();
    recognised = false;
    try (JsonParser parser = JSON.createParser(reader.buffer(), from, reader.to() - from)) {
      boolean more = true;
      while (more) {
        more = element(parser, sink);
      }
      if (!recognised) {
        intake.reject(notOurs, reader.position());
      }
    } catch (JacksonException exception) {
      intake.reject(NOT_JSON, reader.position());
    }
    return true;
  }

  /** Where the line's value begins, its end where there is none. */
  private int value(LineReader reader) {
    int at = reader.from();
    while (at < reader.to() && reader.buffer()[at] <= ' ' && reader.buffer()[at] >= 0) {
      at++;
    }
    boolean isJson =
        at < reader.to()
            && (reader.buffer()[at] == '{'
                || reader.buffer()[at] == '[' && isArray(reader.buffer(), at + 1, reader.to()));
    return isJson ? at : valueWithin(reader.buffer(), at, reader.to());
  }

  /** Log lines too may begin with a bracket. */
  private static boolean isArray(byte[] buffer, int from, int to) {
    int at = from;
    while (at < to && buffer[at] <= ' ' && buffer[at] >= 0) {
      at++;
    }
    return at == to || buffer[at] == '{' || buffer[at] == '[' || buffer[at] == ']';
  }

  private boolean nextElement(JsonParser parser, CallSink sink) throws IOException {
    try {
      if (element(parser, sink)) {
        return true;
      }
      if (!recognised) {
        intake.reject(notOurs, name + ":1");
      }
    } catch (JacksonException exception) {
      long line = exception.getLocation() == null ? 1 : exception.getLocation().getLineNr();
      intake.reject(NOT_JSON, name + ":" + line);
    } catch (DamagedStreamException exception) {
      intake.reject(DAMAGED, position(parser));
    }
    return false;
  }

  /** Takes in a span, or refuses it. */
  protected final void take(SpanFields span, Reporter reporter, JsonParser parser, CallSink sink) {
    String problem = span.problem(reporter.service());
    if (problem != null) {
      intake.reject(problem, position(parser));
      return;
    }
    Call call = span.toCall(reporter.service(), reporter.instance());
    intake.accept();
    intake.sawMicros(call.startNanos() / 1000);
    intake.sawMicros((call.startNanos() + call.durationNanos()) / 1000);
    sink.call(call);
  }

  protected final void refuse(String reason, JsonParser parser) {
    intake.reject(reason, position(parser));
  }

  private String position(JsonParser parser) {
    LineReader reader = lines;
    return reader == null ? name + ":" + parser.currentLocation().getLineNr() : reader.position();
  }

  /** Moves to the next object of the array the parser is in; false at its end. */
  protected static boolean nextObject(JsonParser parser) throws IOException {
    for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
      if (token == JsonToken.START_OBJECT) {
        return true;
      }
      if (token == JsonToken.END_ARRAY) {
        return false;
      }
      parser.skipChildren();
    }
    return false;
  }

  /** The text of a string or number; empty for all else, which is skipped. */
  protected static String text(JsonParser parser, @Nullable JsonToken token) throws IOException {
    if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      return parser.getText();
    }
    parser.skipChildren();
    return "";
  }

  /** The number a text says; -1 where it says none. */
  protected static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException exception) {
      return -1;
    }
  }

  /** Microseconds as nanoseconds; -1 where they are negative or too many. */
  protected static long nanos(long micros) {
    return micros < 0 || micros > Long.MAX_VALUE / 1000 ? -1 : micros * 1000;
  }

  /**
   * Whether the first line is not a whole value: it goes on on the next, or is longer than a line
   * may be. A line that breaks off elsewhere than JSON is broken by its writers is damaged.
   */
  private boolean isDocument() throws IOException {
    FirstLine first = firstLine(FIRST_LOOK);
    if (!first.ended()) {
      first = firstLine(LONGEST_LINE);
    }
    return first.goesOn();
  }

  private record FirstLine(boolean ended, boolean goesOn) {}

  private FirstLine firstLine(int look) throws IOException {
    stream.mark(look);
    int depth = 0;
    boolean inText = false;
    boolean escaped = false;
    int last = 0;
    try {
      for (int count = 1; count < look; count++) {
        int next = stream.read();
        if (next < 0) {
          return new FirstLine(true, false);
        }
        if (next == '\n' && last != 0) {
          boolean opens = last == '{' || last == '[' || last == ',' || last == ':';
          return new FirstLine(true, depth > 0 && (opens || nextIsComma(look - count)));
        }
        if (inText) {
          inText = escaped || next != '"';
          escaped = !escaped && next == '\\';
        } else if (next == '"') {
          inText = true;
        } else if (next == '{' || next == '[') {
          depth++;
        } else if (next == '}' || next == ']') {
          depth--;
        }
        if (next > ' ') {
          if (last == 0 && next != '{' && next != '[') {
            return new FirstLine(true, false);
          }
          last = next;
        }
      }
      return new FirstLine(false, true);
    } catch (DamagedStreamException exception) {
      // What came before is read yet.
      damagedAtFirstLook = true;
      return new FirstLine(true, false);
    } finally {
      stream.reset();
    }
  }

  private boolean nextIsComma(int most) throws IOException {
    for (int count = 1; count < most; count++) {
      int next = stream.read();
      if (next > ' ' || next < 0) {
        return next == ',';
      }
    }
    return false;
  }

  private static boolean isBlank(LineReader lines) {
    for (int index = lines.from(); index < lines.to(); index++) {
      if (lines.buffer()[index] != ' ' && lines.buffer()[index] != '\t') {
        return false;
      }
    }
    return true;
  }
}
