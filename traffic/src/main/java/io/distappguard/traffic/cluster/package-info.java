/** Chains of one pattern found together: distance, neighbours, DBSCAN, and a graph per cluster. */
@NullMarked
package io.distappguard.traffic.cluster;

import org.jspecify.annotations.NullMarked;
