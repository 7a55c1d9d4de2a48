/** What a detector reports: anomalies with their evidence, the same for every detector. */
@NullMarked
package io.distappguard.learning.anomaly;

import org.jspecify.annotations.NullMarked;
