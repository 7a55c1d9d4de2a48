/** Detectors that ours must stand beside: the same windows, the same training loop. */
@NullMarked
package io.distappguard.evaluation.comparator;

import org.jspecify.annotations.NullMarked;
