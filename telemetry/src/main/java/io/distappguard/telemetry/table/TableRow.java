package io.distappguard.telemetry.table;

import java.util.List;

/** Takes a line of a table apart (RFC 4180, but that quoted fields hold no line ends). */
final class TableRow {

  private TableRow() {}

  /**
   * Adds the line's fields to a list.
   *
   * @return false where a quote is not closed
   */
  static boolean split(String line, char separator, List<String> fields) {
    int at = 0;
    while (true) {
      if (at < line.length() && line.charAt(at) == '"') {
        int close = closingQuote(line, at + 1);
        if (close < 0) {
          return false;
        }
        fields.add(line.substring(at + 1, close).replace("\"\"", "\""));
        at = close + 1;
        while (at < line.length() && line.charAt(at) != separator) {
          at++;
        }
      } else {
        int end = line.indexOf(separator, at);
        fields.add(end < 0 ? line.substring(at) : line.substring(at, end));
        at = end < 0 ? line.length() : end;
      }
      if (at >= line.length()) {
        return true;
      }
      at++;
    }
  }

  private static int closingQuote(String line, int from) {
    int at = line.indexOf('"', from);
    while (at >= 0 && at + 1 < line.length() && line.charAt(at + 1) == '"') {
      at = line.indexOf('"', at + 2);
    }
    return at;
  }
}
