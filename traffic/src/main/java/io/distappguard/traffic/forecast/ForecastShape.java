package io.distappguard.traffic.forecast;

/**
 * What a forecaster takes and gives.
 *
 * @param nodes nodes of the graph
 * @param features values a node and step, taken and forecast alike
 * @param externals external features a step
 * @param recentSteps steps before the forecast that it looks at
 * @param dailyCycles steps one, two, ... days before the forecast step that it looks at; 0: no
 *     daily component
 * @param weeklyCycles likewise, weeks
 * @param horizon steps forecast
 */
public record ForecastShape(
    int nodes,
    int features,
    int externals,
    int recentSteps,
    int dailyCycles,
    int weeklyCycles,
    int horizon) {

  public ForecastShape {
    require("nodes", nodes, 1);
    require("features", features, 1);
    require("externals", externals, 0);
    require("recentSteps", recentSteps, 1);
    require("dailyCycles", dailyCycles, 0);
    require("weeklyCycles", weeklyCycles, 0);
    require("horizon", horizon, 1);
  }

  /** Values a step: of all features of all nodes. */
  public int width() {
    return Math.multiplyExact(nodes, features);
  }

  /** Numbers of a whole input: recent, daily, weekly and external after one another. */
  public int inputs() {
    return Math.addExact(
        Math.multiplyExact(recentSteps + (dailyCycles + weeklyCycles) * horizon, width()),
        Math.multiplyExact(horizon, externals));
  }

  /** Numbers of a forecast. */
  public int targets() {
    return Math.multiplyExact(horizon, width());
  }

  private static void require(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
    }
  }
}
