package io.distappguard.traffic.score;

/**
 * Score of one cluster in one window.
 *
 * @param cluster its number
 * @param strength {@code -log10} of the benign probability of what was seen, of the strongest track
 * @param track that track
 * @param residual what was observed and forecast
 * @param fedBack whether the forecast was made from forecasts in place of observations
 */
public record ClusterScore(
    int cluster,
    double strength,
    ClusterTails.Track track,
    ClusterResidual residual,
    boolean fedBack) {}
