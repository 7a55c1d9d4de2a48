package io.distappguard.evaluation.demo;

import java.util.List;

/**
 * Forecast and observation of one operation of a cluster over one run, for the report's pictures.
 *
 * @param cluster the cluster in words
 * @param operation the operation whose calls are shown
 */
record ForecastTrack(String cluster, String operation, List<Point> points) {

  ForecastTrack {
    points = List.copyOf(points);
  }

  /**
   * One window, in calls.
   *
   * @param low lower end of the band outside of which the operation alone raises an alarm
   * @param high upper end
   * @param alarm whether the cluster was alarmed
   */
  record Point(
      long startMillis, double observed, double forecast, double low, double high, boolean alarm) {}
}
