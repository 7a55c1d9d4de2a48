/** Planned runs: workload, operations and attacks at fixed times on a fresh deployment. */
@NullMarked
package io.distappguard.range.scenario;

import org.jspecify.annotations.NullMarked;
