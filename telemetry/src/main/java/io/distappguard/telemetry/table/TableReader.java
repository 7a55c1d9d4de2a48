package io.distappguard.telemetry.table;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.span.SpanFields;
import io.distappguard.telemetry.span.SpanIds;
import io.distappguard.telemetry.table.SpanColumns.Field;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of spans, one a line, whose first line names the columns; separated by commas,
 * semicolons or tabs. Quoted fields hold no line ends. Without a column for the kind of a span all
 * are INTERNAL, and calls are told by a change of service.
 *
 * <p>An event is a line after the one that names the columns. Lines before it are refused; it must
 * be among the first hundred. Not thread-safe.
 */
public final class TableReader implements CallReader {

  static final String NO_HEADER = "no line that names the columns before it";
  static final String TOO_FEW = "row with too few columns";
  static final String OPEN_QUOTE = "quote not closed";
  static final String TOO_LONG = "line too long";
  static final String DAMAGED = "compressed data damaged";

  private static final int MOST_NAMES = 10_000;
  private static final int MOST_BEFORE_HEADER = 100;

  private final LineReader lines;
  private final SpanColumns columns;
  private final Intake intake = new Intake();
  private final SpanFields span = new SpanFields();
  private final List<String> row = new ArrayList<>();
  private final Map<String, PodName> pods = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();
  private @Nullable TableLayout layout;
  private int lookedAt;

  /**
   * @param stream plain text; closed by {@link #close}
   * @param name how positions name it
   * @param columns what is said of the columns
   */
  public TableReader(InputStream stream, String name, SpanColumns columns) {
    this.lines = new LineReader(stream, name);
    this.columns = columns;
  }

  @Override
  public Intake intake() {
    return intake;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }

  @Override
  public boolean next(CallSink sink) throws IOException {
    if (!lines.next()) {
      if (lines.damaged()) {
        intake.reject(DAMAGED, lines.position());
      }
      return false;
    }
    String problem = lines.tooLong() ? TOO_LONG : line(sink);
    if (problem != null) {
      intake.reject(problem, lines.position());
    }
    return true;
  }

  /** Why the line cannot be taken in; null where it can, or needs not be. */
  private @Nullable String line(CallSink sink) {
    String line =
        new String(lines.buffer(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8);
    if (line.isBlank()) {
      return null;
    }
    TableLayout known = layout;
    if (known == null) {
      if (lookedAt < MOST_BEFORE_HEADER) {
        lookedAt++;
        layout = columns.layout(line);
      }
      return layout == null ? NO_HEADER : null;
    }
    row.clear();
    if (!TableRow.split(line, known.separator(), row)) {
      return OPEN_QUOTE;
    }
    if (!known.isWhole(row)) {
      return TOO_FEW;
    }
    return span(known, sink);
  }

  private @Nullable String span(TableLayout known, CallSink sink) {
    span.clear();
    span.traceId(SpanIds.any(known.text(Field.TRACE, row)));
    span.spanId(SpanIds.any(known.text(Field.SPAN, row)));
    span.parentSpanId(parent(known.text(Field.PARENT, row)));
    span.name(shared(known.text(Field.OPERATION, row)));
    span.kind(SpanFields.kindNamed(known.text(Field.KIND, row)));
    span.startNanos(known.moment(Field.START, known.text(Field.START, row)));
    if (known.has(Field.END)) {
      span.endNanos(known.moment(Field.END, known.text(Field.END, row)));
    } else {
      span.durationNanos(known.duration(known.text(Field.DURATION, row)));
    }
    ending(known);
    String problem = span.problem();
    if (problem != null) {
      return problem;
    }
    Call call = called(known);
    intake.accept();
    intake.sawMicros(call.startNanos() / 1000);
    intake.sawMicros((call.startNanos() + call.durationNanos()) / 1000);
    sink.call(call);
    return null;
  }

  private void ending(TableLayout known) {
    String status = known.text(Field.STATUS, row);
    if (!status.isEmpty()) {
      String upper = status.toUpperCase(Locale.ROOT);
      span.status(shared(status));
      span.failed(upper.endsWith("ERROR") || upper.length() == 3 && upper.charAt(0) == '5');
    }
    String error = known.text(Field.ERROR, row).toLowerCase(Locale.ROOT);
    span.failed(error.equals("true") || error.equals("1") || error.equals("yes"));
  }

  private Call called(TableLayout known) {
    String instance = known.text(Field.INSTANCE, row);
    if (!known.serviceIsPod()) {
      String pod = known.text(Field.POD, row);
      String shown = pod.isEmpty() ? instance : pod;
      return span.toCall(
          shared(known.text(Field.SERVICE, row)), shown.isEmpty() ? null : shared(shown));
    }
    String name = known.text(known.has(Field.SERVICE) ? Field.SERVICE : Field.POD, row);
    PodName pod = pods.get(name);
    if (pod == null) {
      pod = PodName.of(name);
      if (pods.size() < MOST_NAMES) {
        pods.put(name, pod);
      }
    }
    return span.toCall(pod.service(), instance.isEmpty() ? pod.instance() : shared(instance));
  }

  private static String parent(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "", "root", "null", "none", "nil", "nan", "-1" -> "";
      default -> SpanIds.any(text);
    };
  }

  /** The same names come again and again. */
  private String shared(String name) {
    String known = names.get(name);
    if (known == null && names.size() < MOST_NAMES) {
      names.put(name, name);
    }
    return known == null ? name : known;
  }
}
