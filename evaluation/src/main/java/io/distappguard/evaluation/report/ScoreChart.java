package io.distappguard.evaluation.report;

import java.util.List;

/**
 * Draws the window score over time on a logarithmic axis, the threshold, and what was going on: the
 * attack, hard cases and operations as bands, alarms as dots.
 */
public final class ScoreChart {

  private static final int HEIGHT = 200;
  private static final int ABOVE = 24;
  private static final int BELOW = 26;

  /** Bands of a moment are drawn as if they had lasted so long. */
  private static final long SHORTEST_BAND_MILLIS = 1000;

  /**
   * One scored window.
   *
   * @param startMillis start of the window, milliseconds since the epoch
   * @param score its score, in multiples of the threshold
   * @param alarm whether it passed the threshold
   * @param complete whether the source saw all of it
   */
  public record Window(long startMillis, double score, boolean alarm, boolean complete) {}

  private final List<Window> windows;
  private final List<Band> bands;
  private final TimePlot plot;
  private final long halfWindow;
  private final double top;

  private ScoreChart(List<Window> windows, List<Band> bands, long windowMillis) {
    this.windows = windows;
    this.bands = bands;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    double highest = 10;
    for (Window window : windows) {
      first = Math.min(first, window.startMillis());
      last = Math.max(last, window.startMillis() + windowMillis);
      highest = Math.max(highest, window.score());
    }
    plot =
        new TimePlot(
            HEIGHT, ABOVE, BELOW, windows.isEmpty() ? 0 : first, windows.isEmpty() ? 1 : last);
    halfWindow = windowMillis / 2;
    top = Math.pow(10, Math.ceil(Math.log10(highest)));
  }

  /** The chart as an SVG element. */
  public static String draw(
      String title, List<Window> windows, List<Band> bands, long windowMillis) {
    return new ScoreChart(windows, bands, windowMillis).svg(title);
  }

  private String svg(String title) {
    Markup svg = plot.start("Score over time: " + title);
    drawBands(svg);
    for (double value = 0.1; value <= top * 1.001; value *= 10) {
      plot.grid(svg, y(value), times(value));
    }
    plot.line(svg, "threshold", y(1));
    plot.minutes(svg);
    drawScores(svg);
    return svg.raw("</svg>").toString();
  }

  private void drawBands(Markup svg) {
    for (Band band : bands) {
      long shown = Math.max(band.endMillis(), band.startMillis() + SHORTEST_BAND_MILLIS);
      plot.band(
          svg,
          band,
          plot.x(Math.max(plot.begin(), band.startMillis())),
          plot.x(Math.min(plot.end(), shown)));
    }
  }

  private void drawScores(Markup svg) {
    if (windows.isEmpty()) {
      return;
    }
    svg.raw("<polyline class=\"score\" points=\"");
    for (Window window : windows) {
      svg.format("%.1f,%.1f ", x(window), y(window.score()));
    }
    svg.raw("\"/>");
    for (Window window : windows) {
      if (window.alarm() || !window.complete()) {
        TimePlot.dot(
            svg,
            window.alarm() ? "alarm" : "partial",
            x(window),
            y(window.score()),
            "%.1f times the threshold, %d s into the run"
                .formatted(window.score(), (window.startMillis() - plot.begin()) / 1000));
      }
    }
  }

  private double x(Window window) {
    return plot.x(window.startMillis() + halfWindow);
  }

  private double y(double score) {
    double low = Math.log10(0.05);
    double high = Math.log10(top);
    double value = Math.log10(Math.max(0.05, score));
    return plot.y((value - low) / (high - low));
  }

  private static String times(double value) {
    return value < 0.5 ? "0.1×" : "%.0f×".formatted(value);
  }
}
