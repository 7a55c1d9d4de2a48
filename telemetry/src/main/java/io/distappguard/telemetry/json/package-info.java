/** JSON as it comes: a value a line, or values over many lines. */
@NullMarked
package io.distappguard.telemetry.json;

import org.jspecify.annotations.NullMarked;
