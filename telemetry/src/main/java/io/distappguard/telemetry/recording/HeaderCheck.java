package io.distappguard.telemetry.recording;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what in a header cannot be: what reads it counts intervals, adds up numbers and prints
 * texts, and a header may come from anybody.
 */
final class HeaderCheck {

  private static final int LONGEST_INTERVAL_MILLIS = 86_400_000;
  private static final int LONGEST_TEXT = 4096;
  private static final long MOST = 1L << 50;

  private HeaderCheck() {}

  /** The first thing that cannot be, as {@code field: value (expected: ...)}; null without one. */
  @SuppressWarnings("NullAway") // texts that a hand-written header left out
  static @Nullable String problem(RecordingHeader header) {
    return first(
        range("intervalMillis", header.intervalMillis(), 1, LONGEST_INTERVAL_MILLIS),
        time("startMillis", header.startMillis()),
        range("endMillis", header.endMillis(), header.startMillis(), RecordingHeader.MOST_MILLIS),
        header.serveMillis() == null ? null : time("serveMillis", header.serveMillis()),
        text("application", header.application()),
        text("run", header.run()),
        text("kind", header.kind()),
        range("received", header.received(), 0, MOST),
        range("accepted", header.accepted(), 0, header.received()),
        calendar(header.calendar()),
        each("networks", header.networks(), HeaderCheck::network),
        each("events", header.events(), HeaderCheck::event),
        each(
            "rejected",
            header.rejected(),
            entry ->
                first(
                    required("reason", entry.reason()),
                    required("firstPosition", entry.firstPosition()),
                    range("count", entry.count(), 1, MOST))),
        each("incomplete", header.incomplete(), HeaderCheck::incomplete),
        each("files", List.copyOf(header.files().entrySet()), HeaderCheck::file));
  }

  private static @Nullable String network(RecordingHeader.Network network) {
    return first(required("name", network.name()), required("cidr", network.cidr()));
  }

  private static @Nullable String event(RecordingHeader.Event event) {
    return first(
        required("kind", event.kind()),
        required("name", event.name()),
        time("startMillis", event.startMillis()),
        range("endMillis", event.endMillis(), event.startMillis(), RecordingHeader.MOST_MILLIS));
  }

  private static @Nullable String incomplete(RecordingHeader.Incomplete gap) {
    return first(
        time("intervalMillis", gap.intervalMillis()),
        range("container", gap.container(), -1, Integer.MAX_VALUE),
        required("reason", gap.reason()),
        range("count", gap.count(), -1, MOST));
  }

  private static @Nullable String file(Map.Entry<String, RecordingHeader.FileSummary> file) {
    return first(
        text("name", file.getKey()),
        range("records", file.getValue().records(), 0, MOST),
        range("bytes", file.getValue().bytes(), 0, Long.MAX_VALUE),
        required("sha256", file.getValue().sha256()));
  }

  private static @Nullable String calendar(RecordingHeader.@Nullable Calendar calendar) {
    return calendar == null
        ? null
        : first(
            range("calendar.dayMillis", calendar.dayMillis(), 1, RecordingHeader.MOST_MILLIS),
            time("calendar.originMillis", calendar.originMillis()));
  }

  private static <T> @Nullable String each(
      String field, List<T> values, Function<T, @Nullable String> check) {
    for (int index = 0; index < values.size(); index++) {
      String problem = check.apply(values.get(index));
      if (problem != null) {
        return field + "[" + index + "]." + problem;
      }
    }
    return null;
  }

  private static @Nullable String time(String field, long millis) {
    return range(field, millis, 0, RecordingHeader.MOST_MILLIS);
  }

  private static @Nullable String range(String field, long value, long least, long most) {
    return value >= least && value <= most
        ? null
        : field + ": " + value + " (expected: " + least + " to " + most + ")";
  }

  private static @Nullable String required(String field, @Nullable String text) {
    return text == null ? field + " is missing" : text(field, text);
  }

  private static @Nullable String text(String field, @Nullable String text) {
    return text == null || text.length() <= LONGEST_TEXT
        ? null
        : field + ": " + text.length() + " characters (expected: at most " + LONGEST_TEXT + ")";
  }

  private static @Nullable String first(@Nullable String... problems) {
    for (String problem : problems) {
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }
}
