package io.distappguard.detection.anomaly;

/**
 * A stretch of time that was not judged.
 *
 * @param startMillis beginning, in milliseconds since the epoch
 * @param endMillis end, exclusive
 * @param reason why, in words
 */
public record Stretch(long startMillis, long endMillis, String reason) {}
