package io.distappguard.traffic.forecast;

/**
 * What a forecast is made from. Rows are {@code [nodes * features]}, node by node, oldest first.
 *
 * @param recent {@code [recentSteps][nodes * features]}
 * @param daily {@code [dailyCycles][horizon * nodes * features]}: the forecast's steps that many
 *     days ago; no rows without a daily component
 * @param weekly likewise, weeks
 * @param external {@code [horizon][externals]}: of the steps to forecast
 */
@SuppressWarnings("ArrayRecordComponent") // large, and written once
public record ForecastInput(
    float[][] recent, float[][] daily, float[][] weekly, float[][] external) {}
