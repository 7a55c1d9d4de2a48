/** Training with gradients: configuration, the loop, early stopping. The only user of DJL. */
@NullMarked
package io.distappguard.learning.training;

import org.jspecify.annotations.NullMarked;
