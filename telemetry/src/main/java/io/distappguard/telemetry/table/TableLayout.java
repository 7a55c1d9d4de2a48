package io.distappguard.telemetry.table;

import io.distappguard.telemetry.table.SpanColumns.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which column of one table holds what, and what its times count. */
final class TableLayout {

  private final SpanColumns columns;
  private final List<String> header;
  private final char separator;
  private final int[] positions = new int[Field.values().length];
  private final @Nullable TimeScale[] scales = new @Nullable TimeScale[Field.values().length];

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
  }

  char separator() {
    return separator;
  }

  /** What is needed and not there, in words; empty where all is. */
  String missing() {
    List<String> missing = new ArrayList<>(columns.absent(header));
    for (Field field : new Field[] {Field.TRACE, Field.SPAN, Field.OPERATION, Field.START}) {
      if (!has(field)) {
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
      if (field != Field.STATUS
          && field != Field.ERROR
          && field != Field.INSTANCE
          && positions[field.ordinal()] >= row.size()) {
        return false;
      }
    }
    return true;
  }

  /** A field of a row; empty where the table has none. */
  String text(Field field, List<String> row) {
    int position = positions[field.ordinal()];
    return position < 0 || position >= row.size() ? "" : row.get(position).strip();
  }

  /** Whether the service is to be read out of a pod's name. */
  boolean serviceIsPod() {
    int position = positions[Field.SERVICE.ordinal()];
    return position < 0 || header.get(position).toLowerCase(Locale.ROOT).contains("pod");
  }

  /**
   * A moment in nanoseconds, or -1. What nobody told is guessed from the first row: on which scale
   * it lies between 1973 and 2286.
   */
  long moment(Field field, String text) {
    TimeScale scale = scales[field.ordinal()];
    if (scale == null) {
      scale = TimeScale.ofMoment(text);
      scales[field.ordinal()] = scale;
    }
    return scale.nanos(text);
  }

  /** A duration in nanoseconds, or -1; where nobody told, it counts what the start counts. */
  long duration(String text) {
    TimeScale scale = scales[Field.DURATION.ordinal()];
    TimeScale start = scales[Field.START.ordinal()];
    if (scale == null || scale == TimeScale.ISO) {
      scale = start == null || start == TimeScale.ISO ? TimeScale.MICROSECONDS : start;
    }
    return scale.nanos(text);
  }
}
