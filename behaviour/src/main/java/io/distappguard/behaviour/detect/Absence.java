package io.distappguard.behaviour.detect;

import io.distappguard.detection.anomaly.Evidence;

/**
 * Something that should be seen and is not, for too long.
 *
 * @param ratio how many times longer than may be; above 1 it is a finding
 * @param evidence the same in words; its weight is the ratio
 */
record Absence(double ratio, Evidence evidence) {

  String role() {
    return evidence.role();
  }

  /** The evidence with the weight it has in an anomaly. */
  Evidence weighing(double weight) {
    return new Evidence(
        evidence.kind(),
        evidence.role(),
        evidence.source(),
        evidence.destination(),
        evidence.operation(),
        evidence.quantity(),
        evidence.observed(),
        evidence.expected(),
        evidence.usualLow(),
        evidence.usualHigh(),
        weight,
        evidence.sentence(),
        evidence.participants(),
        evidence.sinceMillis(),
        evidence.traceIds());
  }
}
