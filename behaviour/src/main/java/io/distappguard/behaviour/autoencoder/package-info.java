/**
 * The microservice-aware autoencoder (DESIGN.md section 4): structure, training, reconstruction.
 */
@NullMarked
package io.distappguard.behaviour.autoencoder;

import org.jspecify.annotations.NullMarked;
