/** Scalers: how far a value is from usual. */
@NullMarked
package io.distappguard.learning.scale;

import org.jspecify.annotations.NullMarked;
