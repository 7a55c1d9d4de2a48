package io.distappguard.evaluation.report;

import java.util.List;
import java.util.Locale;

/**
 * Draws what was forecast, with the band outside of which an alarm is raised, what was observed,
 * alarms as dots, and what was going on as bands.
 */
public final class ForecastChart {

  private static final int HEIGHT = 150;
  private static final int ABOVE = 22;
  private static final int BELOW = 24;

  /** One window: amounts in one unit, times in milliseconds since the epoch. */
  public record Point(
      long startMillis, double observed, double forecast, double low, double high, boolean alarm) {}

  private final List<Point> points;
  private final List<Band> bands;
  private final TimePlot plot;
  private final long halfWindow;
  private final double top;

  private ForecastChart(List<Point> points, List<Band> bands, long windowMillis) {
    this.points = points;
    this.bands = bands;
    plot =
        new TimePlot(
            HEIGHT,
            ABOVE,
            BELOW,
            points.getFirst().startMillis(),
            points.getLast().startMillis() + windowMillis);
    halfWindow = windowMillis / 2;
    double highest = 1;
    for (Point point : points) {
      highest = Math.max(highest, Math.max(point.observed(), point.high()));
    }
    top = highest * 1.05;
  }

  /** The chart as an SVG element; nothing where there is no point. */
  public static String draw(String title, List<Point> points, List<Band> bands, long windowMillis) {
    return points.isEmpty() ? "" : new ForecastChart(points, bands, windowMillis).svg(title);
  }

  private String svg(String title) {
    Markup svg = plot.start("Forecast and observation: " + title);
    drawHappenings(svg);
    for (double value : new double[] {0, top / 2, top}) {
      plot.grid(svg, y(value), String.format(Locale.ROOT, "%.0f", value));
    }
    plot.minutes(svg);
    svg.raw("<polygon class=\"usual\" points=\"");
    for (Point point : points) {
      svg.format("%.1f,%.1f ", x(point), y(point.high()));
    }
    for (Point point : points.reversed()) {
      svg.format("%.1f,%.1f ", x(point), y(point.low()));
    }
    svg.raw("\"/><polyline class=\"forecast\" points=\"");
    for (Point point : points) {
      svg.format("%.1f,%.1f ", x(point), y(point.forecast()));
    }
    svg.raw("\"/><polyline class=\"score\" points=\"");
    for (Point point : points) {
      svg.format("%.1f,%.1f ", x(point), y(point.observed()));
    }
    svg.raw("\"/>");
    for (Point point : points) {
      if (point.alarm()) {
        TimePlot.dot(
            svg,
            "alarm",
            x(point),
            y(point.observed()),
            "%.0f observed, %.1f forecast".formatted(point.observed(), point.forecast()));
      }
    }
    return svg.raw("</svg>").toString();
  }

  private void drawHappenings(Markup svg) {
    for (Band band : bands) {
      double from = plot.x(within(band.startMillis()));
      double to = plot.x(within(band.endMillis()));
      if (to > from) {
        plot.band(svg, band, from, to);
      }
    }
  }

  private long within(long millis) {
    return Math.max(plot.begin(), Math.min(plot.end(), millis));
  }

  private double x(Point point) {
    return plot.x(point.startMillis() + halfWindow);
  }

  private double y(double value) {
    return plot.y(Math.max(0, value) / top);
  }
}
