/** Calls put together to traces: both sides of a call joined, parents found, damage counted. */
@NullMarked
package io.distappguard.telemetry.trace;

import org.jspecify.annotations.NullMarked;
