package io.distappguard.evaluation.report;

/**
 * Something that happened in a run, drawn behind what a chart shows of it. Times in milliseconds
 * since the epoch.
 *
 * @param kind {@code attack}, {@code hard-case} or {@code operation}; names the band's colour
 */
public record Band(String kind, String label, long startMillis, long endMillis) {}
