/** JMH benchmarks of the hot paths. */
@NullMarked
package io.distappguard.evaluation.benchmark;

import org.jspecify.annotations.NullMarked;
