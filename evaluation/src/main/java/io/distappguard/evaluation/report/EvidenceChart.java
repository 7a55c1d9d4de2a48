package io.distappguard.evaluation.report;

import static io.distappguard.evaluation.report.Markup.escape;

import java.util.List;

/**
 * Draws what was observed against what is usual: one line an edge, on a logarithmic axis; the usual
 * range as a bar, the expectation as a tick, the observation as a dot.
 */
public final class EvidenceChart {

  private static final int WIDTH = 940;
  private static final int ROW = 34;
  private static final int LEFT = 470;
  private static final int RIGHT = 150;

  /**
   * One edge.
   *
   * @param label the edge in words
   * @param observed amount in the window
   * @param expected amount that the model expected
   * @param usualLow lower end of the range seen in training
   * @param usualHigh upper end of the range seen in training
   * @param bytes whether the amounts are bytes rather than counts
   */
  public record Row(
      String label,
      double observed,
      double expected,
      double usualLow,
      double usualHigh,
      boolean bytes) {}

  private EvidenceChart() {}

  /** The chart as an SVG element. */
  public static String draw(List<Row> rows) {
    double highest = 10;
    for (Row row : rows) {
      highest = Math.max(highest, Math.max(row.observed(), row.usualHigh()));
    }
    double top = Math.log10(highest + 1) * 1.02;
    Markup svg = new Markup();
    svg.format(
        "<svg class=\"evidence\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"Evidence\">",
        WIDTH, rows.size() * ROW + 8);
    for (int i = 0; i < rows.size(); i++) {
      drawRow(svg, rows.get(i), i * ROW + ROW / 2.0 + 4, top);
    }
    return svg.raw("</svg>").toString();
  }

  private static void drawRow(Markup svg, Row row, double y, double top) {
    boolean above = row.observed() > row.usualHigh();
    boolean below = row.observed() < row.usualLow();
    svg.format(
        "<text class=\"edgelabel\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s<title>%s</title></text>",
        LEFT - 12, y + 4, escape(shorten(row.label())), escape(row.label()));
    svg.format(
        "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
        LEFT, WIDTH - RIGHT, y, y);
    double low = x(row.usualLow(), top);
    svg.format(
        "<rect class=\"usual\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"10\" rx=\"3\"/>",
        low, y - 5, Math.max(3, x(row.usualHigh(), top) - low));
    svg.format(
        "<line class=\"expected\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\"/>",
        x(row.expected(), top), x(row.expected(), top), y - 8, y + 8);
    svg.format(
        "<circle class=\"observed%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>",
        above || below ? " hot" : "", x(row.observed(), top), y);
    svg.format(
        "<text class=\"amount\" x=\"%d\" y=\"%.1f\">%s</text>",
        WIDTH - RIGHT + 10,
        y + 4,
        escape(amount(row.observed(), row.bytes()) + note(above, below)));
  }

  private static String note(boolean above, boolean below) {
    return above ? " ▲" : below ? " ▼" : "";
  }

  private static String amount(double amount, boolean bytes) {
    return bytes ? Quantity.bytes(amount) : Quantity.count(amount);
  }

  private static double x(double amount, double top) {
    return LEFT + Math.log10(Math.max(0, amount) + 1) / top * (WIDTH - LEFT - RIGHT);
  }

  private static String shorten(String label) {
    return label.length() <= 72
        ? label
        : label.substring(0, 35) + "…" + label.substring(label.length() - 36);
  }
}
