/**
 * Attacks on the range's own social network, each a program of its own with its ground truth. They
 * exist only to test whether the detectors find them: they use weaknesses planted in the range's
 * services for this purpose and refuse every address outside loopback and the range's own networks
 * ({@link io.distappguard.range.client.RangeTarget}). Each is bounded in time and count. Start
 * reading at {@link io.distappguard.range.attack.AttackProgram}.
 */
@NullMarked
package io.distappguard.range.attack;

import org.jspecify.annotations.NullMarked;
