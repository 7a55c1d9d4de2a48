package io.distappguard.telemetry.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a table holds what of a span: as a user says it, completed by the names that are
 * known. Immutable.
 */
public final class SpanColumns {

  /** Nothing said: columns are found by their names. */
  public static final SpanColumns KNOWN = new SpanColumns(Map.of());

  /** What a column may hold. */
  enum Field {
    TRACE("traceid", "trace"),
    SPAN("spanid", "span", "id"),
    PARENT("parentspanid", "parentid", "parentspan", "parent", "referencesspanid"),
    /** A dotted id such as 0.1.2: what stands before its last dot is its caller's. */
    RPC("rpcid"),
    SERVICE(
        "servicename",
        "service",
        "localservicename",
        "processservicename",
        "resourceservicename",
        "resourcestringservicename",
        "appname"),
    POD("podname", "pod", "kubernetespodname"),
    INSTANCE("serviceinstanceid", "instanceid", "instance", "hostname", "host", "cmdbid"),
    OPERATION("operationname", "operation", "spanname", "name", "endpoint"),
    KIND("spankind", "kind", "tagspankind"),
    START(
        "starttime",
        "start",
        "starttimestamp",
        "timestamp",
        "startunix",
        "starttimeunix",
        "begintime",
        "begin",
        "time"),
    END("endtime", "end", "endtimestamp", "endunix", "endtimeunix"),
    DURATION("duration", "elapsedtime", "elapsed", "latency", "responsetime", "rt"),
    STATUS("statuscode", "status", "httpstatuscode", "responsecode"),
    ERROR("error", "iserror", "haserror", "failed"),
    SUCCESS("success", "issuccess", "succeeded");

    private final List<String> names;

    Field(String... names) {
      this.names = List.of(names);
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    boolean isTime() {
      return this == START || this == END || this == DURATION;
    }

    /** How well a column's name is known for this; the lower the better, -1 where it is not. */
    private int rank(String column) {
      String told = isTime() ? TimeScale.withoutUnit(column) : column;
      String name = told.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
      return names.indexOf(name);
    }

    /** Whether a row without it is damaged. */
    boolean isNeededInEachRow() {
      return switch (this) {
        case STATUS, ERROR, SUCCESS, INSTANCE -> false;
        default -> true;
      };
    }
  }

  /** A column by its name, and what its numbers count where that is said. */
  record Column(String name, @Nullable TimeScale scale) {}

  private final Map<Field, Column> said;

  private SpanColumns(Map<Field, Column> said) {
    this.said = said;
  }

  /**
   * Columns as a user says them: {@code trace=TraceID,service=PodName,start:ms=Begin}.
   *
   * @throws IllegalArgumentException where that makes no sense, with the mend
   */
  public static SpanColumns of(String text) {
    Map<Field, Column> said = new EnumMap<>(Field.class);
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 1 || equals == part.length() - 1) {
        throw new IllegalArgumentException("'" + part + "' (expected: FIELD=COLUMN)");
      }
      String label = part.substring(0, equals).strip();
      TimeScale scale = null;
      int colon = label.indexOf(':');
      if (colon >= 0) {
        scale = TimeScale.named(label.substring(colon + 1));
        if (scale == null) {
          throw new IllegalArgumentException("'" + label + "' (expected: s, ms, us, ns or iso)");
        }
        label = label.substring(0, colon);
      }
      Field field = field(label);
      if (scale != null && !field.isTime()) {
        throw new IllegalArgumentException("'" + part + "' (expected: no unit, it is no time)");
      }
      if (said.put(field, new Column(part.substring(equals + 1).strip(), scale)) != null) {
        throw new IllegalArgumentException("'" + label + "' (expected: once)");
      }
    }
    return new SpanColumns(said);
  }

  /** Whether the first line of a table has all that is needed. */
  public boolean fits(String firstLine) {
    return layout(firstLine) != null;
  }

  /** What the first line of a table lacks, in words for its reader; empty where nothing. */
  public String missing(String firstLine) {
    List<String> header = header(firstLine);
    return new TableLayout(this, header, separator(firstLine)).missing();
  }

  /** Where what is, or null where the line lacks something. */
  @Nullable TableLayout layout(String firstLine) {
    List<String> header = header(firstLine);
    if (header.size() < 3) {
      return null;
    }
    TableLayout layout = new TableLayout(this, header, separator(firstLine));
    return layout.missing().isEmpty() ? layout : null;
  }

  /** Position of a field's column in a header, or -1. */
  int position(Field field, List<String> header) {
    Column column = said.get(field);
    if (column != null) {
      return header.indexOf(column.name());
    }
    if (field == Field.SERVICE && said.containsKey(Field.POD)
        || field == Field.POD && said.containsKey(Field.SERVICE)) {
      return -1;
    }
    int best = -1;
    int bestRank = Integer.MAX_VALUE;
    for (int index = 0; index < header.size(); index++) {
      int rank = field.rank(header.get(index));
      boolean isFiner =
          rank == bestRank && field.isTime() && isFiner(header.get(index), header.get(best));
      if (rank >= 0 && rank < bestRank || isFiner) {
        best = index;
        bestRank = rank;
      }
    }
    return best < 0 && field == Field.PARENT ? parentOfId(header) : best;
  }

  /** Of two columns for the same time the one that counts less; one that does not say may. */
  private static boolean isFiner(String column, String than) {
    TimeScale scale = TimeScale.told(column);
    TimeScale other = TimeScale.told(than);
    long nanos = scale == null ? 2 : scale.unitNanos();
    return nanos < (other == null ? 2 : other.unitNanos());
  }

  /** {@code pid} stands for a parent beside {@code id} alone; elsewhere it is a process. */
  private int parentOfId(List<String> header) {
    int span = position(Field.SPAN, header);
    return span >= 0 && header.get(span).equalsIgnoreCase("id")
        ? header.indexOf(header.get(span).equals("id") ? "pid" : "PID")
        : -1;
  }

  /** Whether a field's column was said. */
  boolean says(Field field) {
    return said.containsKey(field);
  }

  /** What was said of a field's numbers, or null. */
  @Nullable TimeScale scale(Field field) {
    Column column = said.get(field);
    return column == null ? null : column.scale();
  }

  /** Fields whose column was said but is not in a header. */
  List<String> absent(List<String> header) {
    List<String> absent = new ArrayList<>();
    said.forEach((field, column) -> {
      if (!header.contains(column.name())) {
        absent.add(column.name());
      }
    });
    return absent;
  }

  private static List<String> header(String firstLine) {
    String line = firstLine.startsWith("\uFEFF") ? firstLine.substring(1) : firstLine;
    List<String> header = new ArrayList<>();
    if (!TableRow.split(line, separator(line), header)) {
      header.clear();
    }
    header.replaceAll(String::strip);
    return header;
  }

  private static char separator(String line) {
    char best = ',';
    for (char candidate : new char[] {';', '\t', '|'}) {
      if (count(line, candidate) > count(line, best)) {
        best = candidate;
      }
    }
    return best;
  }

  private static long count(String line, char separator) {
    return line.chars().filter(character -> character == separator).count();
  }

  private static Field field(String label) {
    for (Field field : Field.values()) {
      if (field.label().equals(label)) {
        return field;
      }
    }
    String known =
        Arrays.stream(Field.values()).map(Field::label).collect(Collectors.joining(", "));
    throw new IllegalArgumentException("'" + label + "' (expected: one of " + known + ")");
  }
}
