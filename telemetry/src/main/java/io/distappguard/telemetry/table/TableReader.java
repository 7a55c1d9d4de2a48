package io.distappguard.telemetry.table;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.table.SpanColumns.Field;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table of spans, one a line, whose first line names the columns; separated by commas,
 * semicolons, tabs or bars. Quoted fields hold no line ends. Without a column for the kind of a
 * span all are INTERNAL, and calls are told by a change of service. Where nothing says what
 * durations count, the first rows are looked at together ({@link DurationUnit}); where they do not
 * tell it either, all rows are refused. Which column was taken for what is noted ({@link
 * Intake#note}).
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
  static final String NO_PARENT =
      "no column was taken for the parent: every span stands alone (name it with --columns"
          + " parent=COLUMN)";

  private static final int MOST_BEFORE_HEADER = 100;
  private static final int MOST_ROWS_LOOKED_AT = 4096;
  private static final int MOST_CHARACTERS_LOOKED_AT = 4 << 20;
  private static final int ROWS_BETWEEN_LOOKS = 512;

  private final LineReader lines;
  private final String name;
  private final SpanColumns columns;
  private final Intake intake = new Intake();
  private final SpanRow span = new SpanRow();
  private final List<String> row = new ArrayList<>();
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private @Nullable TableLayout layout;
  private @Nullable String unreadable;
  private boolean noted;
  private int lookedAt;

  /** A row that was read before it could be understood. */
  private record Waiting(String line, String position) {}

  /**
   * @param stream plain text; closed by {@link #close}
   * @param name how positions name it
   * @param columns what is said of the columns
   */
  public TableReader(InputStream stream, String name, SpanColumns columns) {
    this.lines = new LineReader(stream, name);
    this.name = name;
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
    Waiting first = waiting.poll();
    if (first != null) {
      row(first.line(), first.position(), sink);
      return true;
    }
    String line = nextLine();
    if (line == null) {
      noteColumns();
      return false;
    }
    if (line.isBlank()) {
      return true;
    }
    if (layout != null) {
      row(line, lines.position(), sink);
    } else if (!isHeader(line)) {
      intake.reject(NO_HEADER, lines.position());
    }
    return true;
  }

  /** The next line, blank for one that was refused; null at the end. */
  private @Nullable String nextLine() throws IOException {
    if (!lines.next()) {
      if (lines.damaged()) {
        intake.reject(DAMAGED, lines.position());
      }
      return null;
    }
    if (lines.tooLong()) {
      intake.reject(TOO_LONG, lines.position());
      return "";
    }
    return new String(
        lines.buffer(), lines.from(), lines.to() - lines.from(), StandardCharsets.UTF_8);
  }

  private boolean isHeader(String line) throws IOException {
    TableLayout found = lookedAt++ < MOST_BEFORE_HEADER ? columns.layout(line) : null;
    layout = found;
    if (found != null && found.lacksUnit()) {
      lookForUnit(found);
    }
    return found != null;
  }

  private void lookForUnit(TableLayout known) throws IOException {
    DurationUnit durations = new DurationUnit();
    int characters = 0;
    String line = nextLine();
    while (line != null) {
      if (!line.isBlank()) {
        waiting.add(new Waiting(line, lines.position()));
        row.clear();
        if (TableRow.split(line, known.separator(), row) && known.isWhole(row)) {
          SpanRow.addTo(durations, known, row);
        }
        characters += line.length();
      }
      boolean isEnough =
          waiting.size() >= MOST_ROWS_LOOKED_AT
              || characters >= MOST_CHARACTERS_LOOKED_AT
              || waiting.size() % ROWS_BETWEEN_LOOKS == 0 && durations.hasEnough();
      line = isEnough ? null : nextLine();
    }
    TimeScale unit = durations.unit();
    if (unit == null && !durations.isEmpty()) {
      unreadable = known.unknownUnit();
    } else if (unit != null) {
      known.durationsCount(unit);
    }
  }

  private void row(String line, String position, CallSink sink) {
    String problem = problem(line);
    TableLayout known = layout;
    if (problem != null || known == null) {
      intake.reject(problem == null ? NO_HEADER : problem, position);
      return;
    }
    noteColumns();
    Call call = span.call(known, row);
    intake.accept();
    intake.sawMicros(call.startNanos() / 1000);
    intake.sawMicros((call.startNanos() + call.durationNanos()) / 1000);
    sink.call(call);
  }

  /** Why the line cannot be taken in; null where it can. */
  private @Nullable String problem(String line) {
    TableLayout known = layout;
    if (known == null) {
      return NO_HEADER;
    }
    row.clear();
    if (!TableRow.split(line, known.separator(), row)) {
      return OPEN_QUOTE;
    }
    if (!known.isWhole(row)) {
      return TOO_FEW;
    }
    return unreadable == null ? span.take(known, row) : unreadable;
  }

  private void noteColumns() {
    TableLayout known = layout;
    if (known == null || noted) {
      return;
    }
    noted = true;
    intake.note(known.taken(), name);
    if (!known.has(Field.PARENT) && !known.has(Field.RPC)) {
      intake.note(NO_PARENT, name);
    }
  }
}
