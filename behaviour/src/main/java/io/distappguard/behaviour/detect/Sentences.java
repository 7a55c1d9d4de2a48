package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.feature.Quantity;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.Node;
import io.distappguard.behaviour.graph.NodeKind;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Says evidence in words: "user sent 1.2 MB to external:internet in 5 s; never seen ...". */
final class Sentences {

  private Sentences() {}

  static String unseen(Edge edge, long calls, long bytes, long millis, int benignWindows) {
    return deed(edge, calls, bytes, millis)
        + "; never seen in "
        + count(benignWindows)
        + " benign windows";
  }

  static String changed(
      Edge edge,
      Quantity quantity,
      double observed,
      double expected,
      double low,
      double high,
      long millis) {
    boolean inBytes = quantity == Quantity.BYTES;
    String what =
        inBytes
            ? deed(edge, 0, Math.round(observed), millis)
            : deed(edge, Math.round(observed), 0, millis);
    return what
        + "; expected about "
        + amount(expected, inBytes)
        + ", usually "
        + amount(low, inBytes)
        + " to "
        + amount(high, inBytes);
  }

  /** What is added where not this window alone is odd, but the last ones together. */
  static String lasting(long millis) {
    return "; like this for up to " + millis / 1000 + " s";
  }

  static String rare(
      String name, Quantity quantity, double observed, double expected, double high, long millis) {
    boolean inBytes = quantity == Quantity.BYTES;
    return name
        + ": "
        + amount(observed, inBytes)
        + " in "
        + seconds(millis)
        + "; expected about "
        + amount(expected, inBytes)
        + ", usually at most "
        + amount(high, inBytes);
  }

  static String startUp(
      Edge edge, String container, long calls, long bytes, boolean inBytes, long usual, int seen) {
    String what = "while starting, " + container + ": " + deed(edge, calls, inBytes ? bytes : 0);
    return usual < 0
        ? what + "; never seen in " + count(seen) + " start-ups"
        : what + "; at most " + amount(usual, inBytes) + " in " + count(seen) + " start-ups";
  }

  static String blind(String container, long millis, Set<String> reasons) {
    return container
        + " could not be watched for "
        + seconds(millis)
        + ": "
        + String.join(", ", new TreeSet<>(reasons))
        + "; what was seen is judged, what was lost is not known";
  }

  static String silent(String role, long millis, long usual, int benignWindows) {
    return role
        + " did nothing for "
        + seconds(millis)
        + "; never silent for longer than "
        + seconds(usual)
        + " in benign recordings ("
        + count(benignWindows)
        + " windows of training)";
  }

  private static String deed(Edge edge, long calls, long bytes, long millis) {
    return deed(edge, calls, bytes) + " in " + seconds(millis);
  }

  /** What was done, with its amount: bytes where there are any, else calls. */
  private static String deed(Edge edge, long calls, long bytes) {
    String actor = actor(edge.actor());
    String other = other(edge.other());
    if (calls == 0 && bytes == 0) {
      return actor + nothing(edge, other);
    }
    boolean data = bytes > 0;
    String amount = data ? amount(bytes, true) : amount(calls, false);
    String times = data ? amount(bytes, true) : times(calls);
    return actor
        + switch (edge.operation()) {
          case READ -> " read " + amount + " from " + other;
          case WRITE -> " wrote " + amount + " to " + other;
          case SEND -> " sent " + amount + " to " + other;
          case RECEIVE -> " received " + amount + " from " + other;
          case CONNECT -> " connected to " + other + " " + times;
          case ACCEPT -> " took connections from " + other + " " + times;
          case LISTEN -> " opened a listening socket, " + other + ", " + times;
          case EXECUTE -> " executed " + other + " " + times;
          case FORK -> " started the process " + other + " " + times;
          case EXIT -> " ended " + times;
          case OPEN -> " opened " + other + " " + times;
          case OPEN_FOR_WRITE -> " opened " + other + " for writing " + times;
          case DELETE -> " deleted " + other + " " + times;
          case RENAME -> " renamed or linked to " + other + " " + times;
          case SET_NAMESPACE -> " changed its namespaces (" + other + ") " + times;
          case MOUNT -> " mounted " + other + " " + times;
          case TRACE -> " traced " + other + " " + times;
          case SET_IDENTITY -> " changed its identity (" + other + ") " + times;
          case CREATE_MEMORY_FILE -> " made a file in memory, " + other + ", " + times;
          case CHANGE_MODE -> " changed owner or mode of " + other + " " + times;
          case EXTEND_KERNEL -> " changed what the kernel runs (" + other + ") " + times;
          case SIGNAL -> " sent signals to " + other + " " + times;
        };
  }

  private static String nothing(Edge edge, String other) {
    String verb = edge.operation().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return " did not " + verb + " (" + other + ")";
  }

  private static String actor(Node node) {
    String role = node.role();
    String process = node.name().substring(node.name().indexOf('/') + 1);
    return role == null ? node.name() : role + " (" + process + ")";
  }

  private static String other(Node node) {
    String role = node.role();
    if (node.kind() == NodeKind.FILE && role != null) {
      return node.name().substring(role.length() + 1);
    }
    return node.kind() == NodeKind.PROCESS ? actor(node) : node.name();
  }

  private static String times(long calls) {
    return calls == 1 ? "once" : count(calls) + " times";
  }

  static String amount(double amount, boolean inBytes) {
    if (!inBytes) {
      long calls = Math.round(amount);
      return count(calls) + (calls == 1 ? " call" : " calls");
    }
    if (amount < 1_000) {
      return Math.round(amount) + " B";
    }
    String[] units = {"kB", "MB", "GB", "TB"};
    double scaled = amount / 1_000;
    int unit = 0;
    while (scaled >= 999.95 && unit < units.length - 1) {
      scaled /= 1_000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", scaled, units[unit]);
  }

  private static String seconds(long millis) {
    return millis % 1_000 == 0 ? millis / 1_000 + " s" : millis + " ms";
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
