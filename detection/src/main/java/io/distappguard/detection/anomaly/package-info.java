/** What a detector reports: anomalies with their evidence, the same for every detector. */
@NullMarked
package io.distappguard.detection.anomaly;

import org.jspecify.annotations.NullMarked;
