package io.distappguard.cli;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Rejections;
import io.distappguard.telemetry.inspect.BothEnds;
import io.distappguard.telemetry.inspect.Inspection;
import io.distappguard.telemetry.inspect.TraceSummary;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is in a recording or a file of system calls or spans, for people. */
final class InspectionText {

  private static final int MOST_CONNECTIONS = 12;

  private InspectionText() {}

  static String of(Inspection inspection, @Nullable Integer distinctChains) {
    StringBuilder text = new StringBuilder();
    line(text, "format", inspection.format());
    optional(text, "application", inspection.application());
    optional(text, "run", inspection.run());
    optional(text, "kind", inspection.kind());
    line(text, "duration", Text.duration(inspection.durationSeconds()));
    line(text, "events", Text.count(inspection.events()));
    rejected(text, inspection.rejected());
    skipped(text, inspection.skipped());
    for (String note : inspection.notes()) {
      line(text, "  note", note);
    }
    Inspection.Source source = inspection.source();
    if (source != null) {
      line(text, "made of", Text.count(source.events()) + " events");
      rejected(text, source.rejected());
    }
    if (inspection.incompleteIntervals() > 0) {
      line(text, "incomplete", Text.count(inspection.incompleteIntervals()) + " intervals");
    }
    line(text, "exchanges", Text.count(inspection.exchanges()));
    line(text, "containers", Text.count(inspection.containers()));
    line(text, "processes", Text.count(inspection.processes()));
    line(text, "programs", Text.count(inspection.images()));
    line(text, "files", Text.count(inspection.files()));
    traces(text, inspection.traces());
    if (distinctChains != null) {
      line(text, "chains", Text.count(distinctChains) + " distinct");
    }
    operations(text, inspection.exchangeOperations());
    connections(text, inspection.connections());
    bothEnds(text, inspection.bothEnds());
    return text.toString();
  }

  private static void rejected(StringBuilder text, List<Rejections.Entry> entries) {
    for (Rejections.Entry entry : entries) {
      line(
          text,
          "  rejected",
          Text.count(entry.count())
              + ": "
              + entry.reason()
              + ", first at "
              + entry.firstPosition());
    }
  }

  private static void skipped(StringBuilder text, List<Intake.Skipped> skipped) {
    if (!skipped.isEmpty()) {
      long events = skipped.stream().mapToLong(Intake.Skipped::count).sum();
      line(
          text,
          "  skipped",
          Text.count(events)
              + " besides, of "
              + Text.count(skipped.size(), "type")
              + " that the format keeps to itself");
    }
  }

  private static void traces(StringBuilder text, @Nullable TraceSummary traces) {
    if (traces == null) {
      return;
    }
    line(text, "spans", Text.count(traces.spans()));
    line(text, "traces", Text.count(traces.traces()));
    line(text, "services", Text.count(traces.services()));
    line(text, "operations", Text.count(traces.operations()));
    line(
        text,
        "remote calls",
        String.format(
            Locale.ROOT,
            "%s, %.1f a second; %s from one service to another, of %s",
            Text.count(traces.remoteCalls()),
            traces.callsPerSecond(),
            Text.count(traces.crossServiceEdges()),
            Text.count(traces.servicePairs(), "pair")));
    odd(text, traces.duplicates(), "dropped: met before");
    odd(text, traces.late(), "dropped: came after their trace was complete");
    odd(text, traces.orphans(), "without their parent");
    odd(text, traces.cycles(), "rings of parents, cut");
    odd(text, traces.clockSkew(), "moved into their parent: clocks differ");
    odd(text, traces.completedEarly(), "traces completed early: too many spans open");
  }

  private static void odd(StringBuilder text, long count, String what) {
    if (count > 0) {
      line(text, "  of these", Text.count(count) + " " + what);
    }
  }

  private static void operations(
      StringBuilder text, Map<String, Inspection.OperationTotal> operations) {
    if (operations.isEmpty()) {
      return;
    }
    text.append(String.format("%n%-20s %12s %12s %10s%n", "operation", "calls", "bytes", "errors"));
    operations.forEach((name, total) ->
        text.append(
            String.format(
                "%-20s %12s %12s %10s%n",
                name.toLowerCase(Locale.ROOT).replace('_', ' '),
                Text.count(total.calls()),
                total.bytes() == 0 ? "" : Text.bytes(total.bytes()),
                total.errors() == 0 ? "" : Text.count(total.errors()))));
  }

  private static void connections(StringBuilder text, List<Inspection.Connection> connections) {
    if (connections.isEmpty()) {
      return;
    }
    text.append(String.format("%n%-24s %-24s %12s %12s%n", "connection", "", "sent", "received"));
    for (Inspection.Connection connection :
        connections.subList(0, Math.min(MOST_CONNECTIONS, connections.size()))) {
      text.append(
          String.format(
              "%-24s %-24s %12s %12s%n",
              connection.local().isEmpty() ? "?" : connection.local(),
              (connection.accepts() > 0 ? "<- " : "-> ") + connection.remote(),
              Text.bytes(connection.bytesSent()),
              Text.bytes(connection.bytesReceived())));
    }
    if (connections.size() > MOST_CONNECTIONS) {
      text.append("and ")
          .append(Text.count(connections.size() - MOST_CONNECTIONS))
          .append(" more (--json shows all)")
          .append(System.lineSeparator());
    }
  }

  private static void bothEnds(StringBuilder text, BothEnds ends) {
    if (ends.directions() == 0) {
      return;
    }
    int agreeing = ends.directions() - ends.differences().size();
    text.append(
        String.format(
            "%nBoth ends seen of TCP: %s, %s sent; %s received to the byte%n",
            Text.count(ends.directions(), "direction"),
            Text.bytes(ends.bytes()),
            agreeing == ends.directions() ? "all" : Text.count(agreeing)));
    List<BothEnds.Difference> differences = ends.differences();
    for (BothEnds.Difference one :
        differences.subList(0, Math.min(MOST_CONNECTIONS, differences.size()))) {
      text.append(
          String.format(
              "%-24s -> %-24s sent %d bytes, received %d%n",
              one.sender(), one.receiver(), one.bytesSent(), one.bytesReceived()));
    }
    if (differences.size() > MOST_CONNECTIONS) {
      text.append("and ")
          .append(Text.count(differences.size() - MOST_CONNECTIONS))
          .append(" more (--json shows all)")
          .append(System.lineSeparator());
    }
  }

  private static void optional(StringBuilder text, String name, @Nullable String value) {
    if (value != null) {
      line(text, name, value);
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-12s %s%n", name, value));
  }
}
