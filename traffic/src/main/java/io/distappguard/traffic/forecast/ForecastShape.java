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
    int horizon) {}
