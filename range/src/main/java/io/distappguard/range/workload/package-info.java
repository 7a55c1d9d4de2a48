/**
 * The people of the range's social network: an open-loop driver that sends a seeded schedule of
 * requests over a bounded set of persistent connections. It exists only to give the detectors
 * something to learn from and speaks to nothing outside the range. Start reading at {@link
 * io.distappguard.range.workload.WorkloadMain}.
 */
@NullMarked
package io.distappguard.range.workload;

import org.jspecify.annotations.NullMarked;
