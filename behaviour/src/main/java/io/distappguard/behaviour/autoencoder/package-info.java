/**
 * The microservice-aware autoencoder (docs/methods.md, behaviour): structure, training,
 * reconstruction.
 */
@NullMarked
package io.distappguard.behaviour.autoencoder;

import org.jspecify.annotations.NullMarked;
