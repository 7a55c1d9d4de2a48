/** Tensors and the files they are kept in, in plain Java. */
@NullMarked
package io.distappguard.learning.tensor;

import org.jspecify.annotations.NullMarked;
