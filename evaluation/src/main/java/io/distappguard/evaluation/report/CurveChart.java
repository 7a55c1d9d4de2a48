package io.distappguard.evaluation.report;

import static io.distappguard.evaluation.report.Markup.escape;

import java.util.List;

/**
 * Draws which share of the runs is detected, the stronger the attack: strengths are spaced by log.
 */
public final class CurveChart {

  private static final int WIDTH = 460;
  private static final int HEIGHT = 170;
  private static final int LEFT = 52;
  private static final int RIGHT = 30;
  private static final int TOP = 18;
  private static final int BOTTOM = 34;

  /**
   * One strength.
   *
   * @param strength above 0
   * @param label of the strength
   * @param share detected, 0 to 1
   * @param words the share in words
   */
  public record Point(double strength, String label, double share, String words) {}

  private final List<Point> points;
  private final double low;
  private final double high;

  private CurveChart(List<Point> points) {
    this.points = points;
    low = Math.log(points.getFirst().strength());
    high = Math.max(low + 1e-9, Math.log(points.getLast().strength()));
  }

  /** The chart as an SVG element; the weakest comes first. Nothing where there is no point. */
  public static String draw(String title, List<Point> points) {
    return points.isEmpty() ? "" : new CurveChart(points).svg(title);
  }

  private String svg(String title) {
    Markup svg = new Markup();
    svg.format(
        "<svg class=\"chart curve\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH, HEIGHT, escape("Share of runs detected by strength: " + title));
    for (int percent = 0; percent <= 100; percent += 50) {
      double y = y(percent / 100.0);
      svg.format(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
              + "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>",
          LEFT, WIDTH - RIGHT, y, y, LEFT - 6, y + 4, percent);
    }
    svg.raw("<polyline class=\"score\" points=\"");
    for (Point point : points) {
      svg.format("%.1f,%.1f ", x(point), y(point.share()));
    }
    svg.raw("\"/>");
    for (Point point : points) {
      svg.format(
          "<circle class=\"point\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"><title>%s</title></circle>"
              + "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
          x(point),
          y(point.share()),
          escape(point.words() + " detected"),
          x(point),
          HEIGHT - 14,
          escape(point.label()));
    }
    return svg.raw("</svg>").toString();
  }

  private double x(Point point) {
    double share = (Math.log(point.strength()) - low) / (high - low);
    return LEFT + 16 + share * (WIDTH - LEFT - RIGHT - 32);
  }

  private static double y(double share) {
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }
}
