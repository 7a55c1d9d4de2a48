package io.distappguard.evaluation.report;

import static io.distappguard.evaluation.report.Markup.escape;

/**
 * The plane that a chart over time draws on: where a time and a height stand, and the marks that
 * all such charts share. Times in milliseconds since the epoch.
 *
 * @param height of the whole picture, with room above and below the plane
 */
record TimePlot(int height, int above, int below, long begin, long end) {

  private static final int WIDTH = 940;
  private static final int LEFT = 52;
  private static final int RIGHT = 12;

  Markup start(String label) {
    return new Markup()
        .format(
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">",
            WIDTH, height, escape(label));
  }

  double x(long millis) {
    return LEFT + (double) (millis - begin) / (end - begin) * (WIDTH - LEFT - RIGHT);
  }

  /**
   * Where a share of the plane's height stands.
   *
   * @param share 0 at the bottom, 1 at the top
   */
  double y(double share) {
    return height - below - share * (height - above - below);
  }

  /** A band from one x to another, its label above it. */
  void band(Markup svg, Band band, double from, double to) {
    svg.format(
        "<rect class=\"band %s\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\"/>",
        escape(band.kind()), from, above, Math.max(1.5, to - from), height - above - below);
    boolean late = from > WIDTH * 0.8;
    svg.format(
        "<text class=\"bandlabel %s\" x=\"%.1f\" y=\"%d\"%s>%s</text>",
        escape(band.kind()),
        late ? to : from,
        above - 6,
        late ? " text-anchor=\"end\"" : "",
        escape(band.label()));
  }

  /** A line from left to right. */
  void line(Markup svg, String kind, double y) {
    svg.format(
        "<line class=\"%s\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>",
        kind, LEFT, WIDTH - RIGHT, y, y);
  }

  /** A line of the grid, with what it stands for beside it. */
  void grid(Markup svg, double y, String label) {
    line(svg, "grid", y);
    svg.format(
        "<text class=\"tick\" x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
        LEFT - 6, y + 4, label);
  }

  /** Minutes since the beginning, below the plane. */
  void minutes(Markup svg) {
    long minutes = Math.max(1, (end - begin) / 60_000);
    for (long minute = 0; minute <= minutes; minute += Math.max(1, minutes / 12)) {
      svg.format(
          "<text class=\"tick\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d min</text>",
          x(begin + minute * 60_000), height - 8, minute);
    }
  }

  /** A dot that says more when pointed at. */
  static void dot(Markup svg, String kind, double x, double y, String words) {
    svg.format(
        "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s</title></circle>",
        kind, x, y, escape(words));
  }
}
