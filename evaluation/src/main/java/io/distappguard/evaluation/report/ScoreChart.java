package io.distappguard.evaluation.report;

import static io.distappguard.evaluation.report.Markup.escape;

import java.util.List;

/**
 * Draws the window score over time on a logarithmic axis, the threshold, and what was going on: the
 * attack, hard cases and operations as bands, alarms as dots.
 */
public final class ScoreChart {

  private static final int WIDTH = 940;
  private static final int HEIGHT = 200;
  private static final int LEFT = 52;
  private static final int RIGHT = 12;
  private static final int TOP = 24;
  private static final int BOTTOM = 26;

  /**
   * One scored window.
   *
   * @param startMillis start of the window, milliseconds since the epoch
   * @param score its score, in multiples of the threshold
   * @param alarm whether it passed the threshold
   * @param complete whether the source saw all of it
   */
  public record Window(long startMillis, double score, boolean alarm, boolean complete) {}

  /**
   * Something that happened in the run.
   *
   * @param kind {@code attack}, {@code hard-case} or {@code operation}; names the band's colour
   */
  public record Band(String kind, String label, long startMillis, long endMillis) {}

  private final List<Window> windows;
  private final List<Band> bands;
  private final long begin;
  private final long end;
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
    begin = windows.isEmpty() ? 0 : first;
    end = windows.isEmpty() ? 1 : last;
    top = Math.pow(10, Math.ceil(Math.log10(highest)));
  }

  /** The chart as an SVG element. */
  public static String draw(
      String title, List<Window> windows, List<Band> bands, long windowMillis) {
    return new ScoreChart(windows, bands, windowMillis).svg(title, windowMillis);
  }

  private String svg(String title, long windowMillis) {
    Markup svg = new Markup();
    svg.format(
        "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
        WIDTH, HEIGHT, escape("Score over time: " + title));
    drawBands(svg);
    drawAxes(svg);
    drawScores(svg, windowMillis);
    return svg.raw("</svg>").toString();
  }

  private void drawBands(Markup svg) {
    for (Band band : bands) {
      double from = x(Math.max(begin, band.startMillis()));
      double to = x(Math.min(end, Math.max(band.endMillis(), band.startMillis() + 1000)));
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
    for (double value = 0.1; value <= top * 1.001; value *= 10) {
      svg.format(
          "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>"
              + "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          LEFT, WIDTH - RIGHT, y(value), y(value), LEFT - 6, y(value) + 4, times(value));
    }
    svg.format(
        "<line class=\"threshold\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
        LEFT, WIDTH - RIGHT, y(1), y(1));
    long minutes = Math.max(1, (end - begin) / 60_000);
    long step = Math.max(1, minutes / 12);
    for (long minute = 0; minute <= minutes; minute += step) {
      svg.format(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d min</text>",
          x(begin + minute * 60_000), HEIGHT - 8, minute);
    }
  }

  private void drawScores(Markup svg, long windowMillis) {
    if (windows.isEmpty()) {
      return;
    }
    svg.raw("<polyline class=\"score\" points=\"");
    for (Window window : windows) {
      svg.format("%.1f,%.1f ", x(window.startMillis() + windowMillis / 2), y(window.score()));
    }
    svg.raw("\"/>");
    for (Window window : windows) {
      if (window.alarm() || !window.complete()) {
        svg.format(
            "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s</title></circle>",
            window.alarm() ? "alarm" : "partial",
            x(window.startMillis() + windowMillis / 2),
            y(window.score()),
            escape(
                "%.1f times the threshold, %d s into the run"
                    .formatted(window.score(), (window.startMillis() - begin) / 1000)));
      }
    }
  }

  private double x(long millis) {
    return LEFT + (double) (millis - begin) / (end - begin) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double score) {
    double low = Math.log10(0.05);
    double high = Math.log10(top);
    double value = Math.log10(Math.max(0.05, score));
    return HEIGHT - BOTTOM - (value - low) / (high - low) * (HEIGHT - TOP - BOTTOM);
  }

  private static String times(double value) {
    return value < 0.5 ? "0.1×" : "%.0f×".formatted(value);
  }
}
