/** Windows as vectors: vocabulary, folding over instances, scaling. */
@NullMarked
package io.distappguard.behaviour.feature;

import org.jspecify.annotations.NullMarked;
