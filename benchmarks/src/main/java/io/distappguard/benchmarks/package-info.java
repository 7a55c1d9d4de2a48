/** JMH benchmarks of the hot paths. */
@NullMarked
package io.distappguard.benchmarks;

import org.jspecify.annotations.NullMarked;
