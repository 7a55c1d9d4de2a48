package io.distappguard.traffic.score;

import io.distappguard.traffic.forecast.Forecaster;
import io.distappguard.traffic.series.SeriesScaling;

/**
 * All that scoring knows of one cluster.
 *
 * @param scaling from counts to features
 * @param forecaster forecasts the next step
 * @param residualScales how far it is usually off
 * @param tails how far out a score is
 */
public record ClusterModel(
    SeriesScaling scaling,
    Forecaster forecaster,
    ResidualScales residualScales,
    ClusterTails tails) {}
