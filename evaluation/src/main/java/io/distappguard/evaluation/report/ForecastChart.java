package io.distappguard.evaluation.report;

import static io.distappguard.evaluation.report.Markup.escape;

import java.util.List;

/**
 * Draws what was forecast, with the band outside of which an alarm is raised, what was observed,
 * alarms as dots, and what was going on as bands.
 */
public final class ForecastChart {

  private static final int WIDTH = 940;
  private static final int HEIGHT = 150;
  private static final int LEFT = 52;
  private static final int RIGHT = 12;
  private static final int TOP = 22;
  private static final int BOTTOM = 24;

  /** One window: amounts in one unit, times in milliseconds since the epoch. */
  public record Point(
      long startMillis, double observed, double forecast, double low, double high, boolean alarm) {}

  private final List<Point> points;
  private final List<ScoreChart.Band> bands;
  private final long begin;
  private final long end;
  private final double top;

  private ForecastChart(List<Point> points, List<ScoreChart.Band> bands, long windowMillis) {
    this.points = points;
    this.bands = bands;
    begin = points.getFirst().startMillis();
    end = points.getLast().startMillis() + windowMillis;
    double highest = 1;
    for (Point point : points) {
      highest = Math.max(highest, Math.max(point.observed(), point.high()));
    }
    top = highest * 1.05;
  }

  /** The chart as an SVG element; nothing where there is no point. */
  public static String draw(
      String title, List<Point> points, List<ScoreChart.Band> bands, long windowMillis) {
    return points.isEmpty()
        ? ""
        : new ForecastChart(points, bands, windowMillis).svg(title, windowMillis);
  }

  private String svg(String title, long windowMillis) {
    Markup svg = new Markup();
    svg.format(
        "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH, HEIGHT, escape("Forecast and observation: " + title));
    drawHappenings(svg);
    drawAxes(svg);
    long half = windowMillis / 2;
    svg.raw("<polygon class=\"usual\" points=\"");
    for (Point point : points) {
      svg.format("%.1f,%.1f ", x(point.startMillis() + half), y(point.high()));
    }
    for (Point point : points.reversed()) {
      svg.format("%.1f,%.1f ", x(point.startMillis() + half), y(point.low()));
    }
    svg.raw("\"/><polyline class=\"forecast\" points=\"");
    for (Point point : points) {
      svg.format("%.1f,%.1f ", x(point.startMillis() + half), y(point.forecast()));
    }
    svg.raw("\"/><polyline class=\"score\" points=\"");
    for (Point point : points) {
      svg.format("%.1f,%.1f ", x(point.startMillis() + half), y(point.observed()));
    }
    svg.raw("\"/>");
    for (Point point : points) {
      if (point.alarm()) {
        svg.format(
            "<circle class=\"alarm\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s</title></circle>",
            x(point.startMillis() + half),
            y(point.observed()),
            escape("%.0f observed, %.1f forecast".formatted(point.observed(), point.forecast())));
      }
    }
    return svg.raw("</svg>").toString();
  }

  private void drawHappenings(Markup svg) {
    for (ScoreChart.Band band : bands) {
      double from = x(Math.max(begin, Math.min(end, band.startMillis())));
      double to = x(Math.max(begin, Math.min(end, band.endMillis())));
      if (to <= from) {
        continue;
      }
      svg.format(
          "<rect class=\"band %s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
          escape(band.kind()), from, TOP, Math.max(1.5, to - from), HEIGHT - TOP - BOTTOM);
      boolean late = from > WIDTH * 0.8;
      svg.format(
          "<text class=\"bandlabel %s\" x=\"%.1f\" y=\"%d\"%s>%s</text>",
          escape(band.kind()),
          late ? to : from,
          TOP - 6,
          late ? " text-anchor=\"end\"" : "",
          escape(band.label()));
    }
  }

  private void drawAxes(Markup svg) {
    for (double value : new double[] {0, top / 2, top}) {
      svg.format(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
              + "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.0f</text>",
          LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 6, y(value) + 4, value);
    }
    long minutes = Math.max(1, (end - begin) / 60_000);
    for (long minute = 0; minute <= minutes; minute += Math.max(1, minutes / 12)) {
      svg.format(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d min</text>",
          x(begin + minute * 60_000), HEIGHT - 8, minute);
    }
  }

  private double x(long millis) {
    return LEFT + (double) (millis - begin) / (end - begin) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - Math.max(0, value) / top * (HEIGHT - TOP - BOTTOM);
  }
}
