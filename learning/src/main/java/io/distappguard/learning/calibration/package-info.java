/** Thresholds from benign scores, and what may be promised of them. */
@NullMarked
package io.distappguard.learning.calibration;

import org.jspecify.annotations.NullMarked;
