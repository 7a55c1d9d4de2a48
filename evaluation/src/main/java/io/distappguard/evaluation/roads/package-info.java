/**
 * An outside check of the forecaster alone, on public data that others measured on: road speeds.
 */
@NullMarked
package io.distappguard.evaluation.roads;

import org.jspecify.annotations.NullMarked;
