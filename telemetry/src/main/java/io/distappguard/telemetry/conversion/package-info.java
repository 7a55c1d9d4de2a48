/** Turns any input into a recording. */
@NullMarked
package io.distappguard.telemetry.conversion;

import org.jspecify.annotations.NullMarked;
