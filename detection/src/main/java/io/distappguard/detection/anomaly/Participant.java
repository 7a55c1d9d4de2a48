package io.distappguard.detection.anomaly;

/**
 * A process behind a piece of evidence.
 *
 * @param container name of its container
 * @param host host of the container
 * @param pid the kernel's process id as the source numbers it
 * @param arguments the argument vector as far as known
 * @param amount its part of the observed amount
 */
public record Participant(
    String container, String host, long pid, String executable, String arguments, double amount) {}
