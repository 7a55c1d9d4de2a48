package io.distappguard.telemetry.table;

import io.distappguard.telemetry.table.SpanColumns.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which column of one table holds what, and what its times count. */
final class TableLayout {

  private static final int LONGEST_COLUMN_TOLD = 64;

  /** A duration that says its unit itself. */
  private static final Pattern WITH_UNIT =
      Pattern.compile("([0-9.,]+)\\s*(s|ms|us|µs|μs|ns)", Pattern.CASE_INSENSITIVE);

  private final SpanColumns columns;
  private final List<String> header;
  private final char separator;
  private final int[] positions = new int[Field.values().length];
  private final @Nullable TimeScale[] scales = new @Nullable TimeScale[Field.values().length];
  private boolean unitWasFound;

  TableLayout(SpanColumns columns, List<String> header, char separator) {
    this.columns = columns;
    this.header = header;
    this.separator = separator;
    for (Field field : Field.values()) {
      int position = columns.position(field, header);
      positions[field.ordinal()] = position;
      if (field.isTime() && position >= 0) {
        TimeScale said = columns.scale(field);
        scales[field.ordinal()] = said == null ? TimeScale.told(header.get(position)) : said;
      }
    }
    if (has(Field.SPAN) && has(Field.RPC) && !columns.says(Field.RPC)) {
      positions[Field.RPC.ordinal()] = -1;
    }
  }

  char separator() {
    return separator;
  }

  /** What is needed and not there, in words; empty where all is. */
  String missing() {
    List<String> missing = new ArrayList<>(columns.absent(header));
    for (Field field : new Field[] {Field.TRACE, Field.SPAN, Field.OPERATION, Field.START}) {
      if (!has(field) && !(field == Field.SPAN && has(Field.RPC))) {
        missing.add(field.label());
      }
    }
    if (!has(Field.SERVICE) && !has(Field.POD)) {
      missing.add("service");
    }
    if (!has(Field.END) && !has(Field.DURATION)) {
      missing.add("end or duration");
    }
    return String.join(", ", missing);
  }

  boolean has(Field field) {
    return positions[field.ordinal()] >= 0;
  }

  /** Whether all columns that are needed are there. */
  boolean isWhole(List<String> row) {
    for (Field field : Field.values()) {
      if (field.isNeededInEachRow() && positions[field.ordinal()] >= row.size()) {
        return false;
      }
    }
    return true;
  }

  /** A field of a row as it stands; empty where the table has none. */
  String raw(Field field, List<String> row) {
    int position = positions[field.ordinal()];
    return position < 0 || position >= row.size() ? "" : row.get(position).strip();
  }

  /** A field of a row; empty where it says that there is nothing. */
  String text(Field field, List<String> row) {
    String text = raw(field, row);
    return text.length() <= 6 && saysNothing(text) ? "" : text;
  }

  private static boolean saysNothing(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan", "nat", "null", "(null)", "<na>", "\\n", "none", "nil", "-" -> true;
      default -> false;
    };
  }

  /** Whether the service is to be read out of a pod's name. */
  boolean serviceIsPod() {
    int position = positions[Field.SERVICE.ordinal()];
    return position < 0 || header.get(position).toLowerCase(Locale.ROOT).contains("pod");
  }

  /**
   * A moment in nanoseconds, or -1. What nobody told is guessed from the first that lies between
   * 1973 and 2286 on some scale; what the column's name told must lie there too.
   */
  long moment(Field field, String text) {
    if (TimeScale.isIso(text)) {
      return TimeScale.ISO.nanos(text);
    }
    TimeScale scale = scales[field.ordinal()];
    if (scale == null) {
      scale = TimeScale.ofMoment(text);
      scales[field.ordinal()] = scale;
    }
    long nanos = scale == null || scale == TimeScale.ISO ? -1 : scale.nanos(text);
    boolean isSaid = columns.scale(field) != null;
    return isSaid || nanos >= TimeScale.EARLIEST_NANOS ? nanos : -1;
  }

  /** How finely a moment that was read is written, in nanoseconds. */
  long resolutionNanos(Field field, String text) {
    TimeScale scale = scales[field.ordinal()];
    return (scale == null || TimeScale.isIso(text) ? TimeScale.ISO : scale).resolutionNanos(text);
  }

  /** Whether durations are needed and nothing tells what they count. */
  boolean lacksUnit() {
    return has(Field.DURATION) && !has(Field.END) && unit() == null;
  }

  /** Durations were found to count this. */
  void durationsCount(TimeScale unit) {
    scales[Field.DURATION.ordinal()] = unit;
    unitWasFound = true;
  }

  /** A duration in nanoseconds, or -1. */
  long duration(String text) {
    Matcher matcher = WITH_UNIT.matcher(text);
    if (!text.isEmpty()
        && Character.isLetter(text.charAt(text.length() - 1))
        && matcher.matches()) {
      String suffix = matcher.group(2).toLowerCase(Locale.ROOT).replaceAll("[µμ]", "u");
      TimeScale own = TimeScale.named(suffix);
      return own == null ? -1 : own.nanos(matcher.group(1));
    }
    TimeScale scale = unit();
    // Of a call that is recorded at both ends, one end may be told by the sign.
    boolean signed = has(Field.RPC) && text.startsWith("-");
    return scale == null ? -1 : scale.nanos(signed ? text.substring(1) : text);
  }

  private @Nullable TimeScale unit() {
    TimeScale scale = scales[Field.DURATION.ordinal()];
    return scale == TimeScale.ISO ? null : scale;
  }

  /** Why a table without {@link #unit} cannot be read, with the mend. */
  String unknownUnit() {
    String column = told(Field.DURATION);
    return "nothing tells what the durations in column "
        + column
        + " count (say it: --columns duration:us="
        + column
        + ", or :s, :ms, :ns)";
  }

  /** Which column was taken for what, in one line. */
  String taken() {
    List<String> taken = new ArrayList<>();
    for (Field field : Field.values()) {
      if (has(field) && !(field == Field.DURATION && has(Field.END))) {
        TimeScale scale = scales[field.ordinal()];
        String unit = scale == null ? field.isTime() ? ":iso" : "" : ":" + scale.suffix();
        taken.add(field.label() + unit + "=" + told(field));
      }
    }
    return "columns: "
        + String.join(", ", taken)
        + (unitWasFound
            ? " (unit of the duration found by how calls lie within their callers; say it where"
                + " that is wrong)"
            : "");
  }

  private String told(Field field) {
    String name = header.get(positions[field.ordinal()]);
    return name.length() <= LONGEST_COLUMN_TOLD ? name : name.substring(0, LONGEST_COLUMN_TOLD);
  }
}
