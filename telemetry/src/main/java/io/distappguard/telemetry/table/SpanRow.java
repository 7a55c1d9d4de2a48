package io.distappguard.telemetry.table;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.span.SpanFields;
import io.distappguard.telemetry.span.SpanIds;
import io.distappguard.telemetry.table.SpanColumns.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of a table of spans, taken for a span. Can be used again. Not thread-safe. */
final class SpanRow {

  static final String LOST_DIGITS = "id as floating-point number lacks digits (export it as text)";

  private static final int MOST_NAMES = 10_000;

  private final SpanFields span = new SpanFields();
  private final Map<String, PodName> pods = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /** Why the row is no span; null where it is one, and {@link #call} gives it. */
  @Nullable String take(TableLayout layout, List<String> row) {
    String traceId = layout.text(Field.TRACE, row);
    String spanId = layout.text(layout.has(Field.RPC) ? Field.RPC : Field.SPAN, row);
    String parentId = parent(layout, row);
    if (TableNumber.hasLostDigits(traceId)
        || !layout.has(Field.RPC) && TableNumber.hasLostDigits(spanId)
        || !layout.has(Field.RPC) && TableNumber.hasLostDigits(parentId)) {
      return LOST_DIGITS;
    }
    span.clear();
    span.traceId(id(traceId));
    span.spanId(layout.has(Field.RPC) ? SpanIds.text(spanId) : id(spanId));
    span.parentSpanId(layout.has(Field.RPC) ? SpanIds.text(parentId) : id(parentId));
    span.name(shared(layout.raw(Field.OPERATION, row)));
    span.kind(SpanFields.kindNamed(layout.text(Field.KIND, row)));
    span.startNanos(layout.moment(Field.START, layout.text(Field.START, row)));
    if (layout.has(Field.END)) {
      span.endNanos(layout.moment(Field.END, layout.text(Field.END, row)));
    } else {
      span.durationNanos(layout.duration(layout.text(Field.DURATION, row)));
    }
    ending(layout, row);
    return span.problem(service(layout, row));
  }

  /** The row as a call, after {@link #take} found nothing wrong with it. */
  Call call(TableLayout layout, List<String> row) {
    String instance = layout.text(Field.INSTANCE, row);
    if (!layout.serviceIsPod()) {
      String pod = layout.text(Field.POD, row);
      String shown = pod.isEmpty() ? instance : pod;
      return span.toCall(shared(service(layout, row)), shown.isEmpty() ? null : shared(shown));
    }
    PodName pod = pod(service(layout, row));
    return span.toCall(pod.service(), instance.isEmpty() ? pod.instance() : shared(instance));
  }

  /** Adds what the row tells of what durations count. */
  static void addTo(DurationUnit unit, TableLayout layout, List<String> row) {
    boolean hasRpc = layout.has(Field.RPC);
    String startText = layout.text(Field.START, row);
    long start = layout.moment(Field.START, startText);
    long thousandths = TableNumber.scaled(layout.text(Field.DURATION, row), 1_000);
    String span = layout.text(hasRpc ? Field.RPC : Field.SPAN, row);
    String parent = parent(layout, row);
    if (start > 0 && thousandths > 0) {
      unit.add(
          layout.text(Field.TRACE, row),
          hasRpc ? span : id(span),
          hasRpc || parent.isEmpty() ? parent : id(parent),
          start,
          layout.resolutionNanos(Field.START, startText),
          thousandths / 1e3);
    }
  }

  private void ending(TableLayout layout, List<String> row) {
    String status = TableNumber.withoutFraction(layout.text(Field.STATUS, row));
    if (!status.isEmpty()) {
      String upper = status.toUpperCase(Locale.ROOT);
      span.status(shared(status));
      span.failed(upper.endsWith("ERROR") || upper.length() == 3 && upper.charAt(0) == '5');
    }
    span.failed(is(layout.text(Field.ERROR, row), "true", "1", "yes"));
    span.failed(is(layout.text(Field.SUCCESS, row), "false", "0", "no"));
  }

  private static boolean is(String text, String... words) {
    String word = TableNumber.withoutFraction(text).toLowerCase(Locale.ROOT);
    for (String one : words) {
      if (one.equals(word)) {
        return true;
      }
    }
    return false;
  }

  private static String service(TableLayout layout, List<String> row) {
    return layout.text(layout.has(Field.SERVICE) ? Field.SERVICE : Field.POD, row);
  }

  private PodName pod(String name) {
    PodName pod = pods.get(name);
    if (pod == null) {
      pod = PodName.of(name);
      if (pods.size() < MOST_NAMES) {
        pods.put(name, pod);
      }
    }
    return pod;
  }

  /** The parent's id; of a dotted one such as {@code 0.1.2} it is what stands before the last. */
  private static String parent(TableLayout layout, List<String> row) {
    if (layout.has(Field.RPC)) {
      String id = layout.text(Field.RPC, row);
      int dot = id.lastIndexOf('.');
      return dot < 0 ? "" : id.substring(0, dot);
    }
    String text = layout.text(Field.PARENT, row);
    return text.equalsIgnoreCase("root") || TableNumber.withoutFraction(text).equals("-1")
        ? ""
        : text;
  }

  private static String id(String text) {
    return SpanIds.any(TableNumber.withoutFraction(text));
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
