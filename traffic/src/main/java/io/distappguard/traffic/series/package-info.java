/** Chains counted by window, cluster and operation, and what a calendar says of each window. */
@NullMarked
package io.distappguard.traffic.series;

import org.jspecify.annotations.NullMarked;
