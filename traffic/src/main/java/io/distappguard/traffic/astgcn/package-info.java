/**
 * Attention based spatial-temporal graph convolutional network (Guo, Lin, Feng, Song and Wan, AAAI
 * 2019). {@code AstgcnTraining} alone loads the tensor library; {@code Astgcn} forecasts in plain
 * Java.
 */
@NullMarked
package io.distappguard.traffic.astgcn;

import org.jspecify.annotations.NullMarked;
