package io.distappguard.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.distappguard.telemetry.json.FieldNames;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.line.ByteWords;
import io.distappguard.telemetry.line.TextCache;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Whether our own cursor over JSON earns its place: lines a second on one thread, walked over by it
 * and by Jackson's streaming parser, which look for the same fields at any depth and read their
 * values as text. Promise: twice Jackson, or it goes. The lines are those of {@link
 * JsonEventBenchmark}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JsonWalkBenchmark {

  private static final int LINES = 4_000;

  /** What the readers of such events ask for most. */
  private static final String[] WANTED = {
    "time",
    "evt.time",
    "evt.type",
    "proc.pid",
    "fd.name",
    "container.id", // Falco
    "pid",
    "binary",
    "function_name",
    "return",
    "exec_id", // Tetragon
    "timestamp",
    "eventName",
    "hostProcessId",
    "containerId",
    "returnValue",
    "pathname" // Tracee
  };

  private static final ByteWords WORDS = ByteWords.of(WANTED);
  private static final Set<String> NAMES = Set.of(WANTED);

  /** Whose events. */
  @Param({"falco", "tetragon", "tracee", "tracee-newer"})
  public String format = "falco";

  private final JsonFactory jackson = new JsonFactory();
  private final JsonCursor cursor = new JsonCursor(new TextCache());
  private final FieldNames names = new FieldNames(WORDS);
  private byte[] text = {};
  private int[] starts = {};

  /** Makes the text, and finds its lines. */
  @Setup
  public void prepare() throws IOException {
    text = new GeneratedEvents(format).lines(LINES);
    starts = new int[LINES + 1];
    int line = 0;
    for (int at = 0; at < text.length; at++) {
      if (text[at] == '\n') {
        starts[++line] = at + 1;
      }
    }
    if (line != LINES || ours() != theirs()) {
      throw new IllegalStateException(
          "lines: " + line + ", letters: " + ours() + " and " + theirs() + " (expected: equal)");
    }
  }

  /** By our cursor. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long ours() {
    long letters = 0;
    for (int line = 0; line < LINES; line++) {
      cursor.start(text, starts[line], starts[line + 1] - 1);
      letters += walk();
    }
    return letters;
  }

  private long walk() {
    long letters = 0;
    if (cursor.isObject()) {
      cursor.enter();
      while (cursor.nextField(names)) {
        if (cursor.field() == ByteWords.NONE || cursor.isObject() || cursor.isArray()) {
          letters += walk();
        } else {
          letters += cursor.text().length();
        }
      }
    } else if (cursor.isArray()) {
      cursor.enterArray();
      while (cursor.nextElement()) {
        letters += walk();
      }
    } else {
      cursor.skip();
    }
    return letters;
  }

  /** By Jackson's streaming parser. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long theirs() throws IOException {
    long letters = 0;
    for (int line = 0; line < LINES; line++) {
      try (JsonParser parser =
          jackson.createParser(text, starts[line], starts[line + 1] - 1 - starts[line])) {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          if (token == JsonToken.FIELD_NAME && NAMES.contains(parser.currentName())) {
            JsonToken value = parser.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
              letters += parser.getText().length();
            }
          }
        }
      }
    }
    return letters;
  }
}
