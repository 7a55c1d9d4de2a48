/** Finds out what an input is by looking at it, and opens it. */
@NullMarked
package io.distappguard.telemetry.input;

import org.jspecify.annotations.NullMarked;
