/**
 * How well the traffic forecaster forecasts, beside simpler and other ones, on the same targets.
 */
@NullMarked
package io.distappguard.evaluation.forecast;

import org.jspecify.annotations.NullMarked;
