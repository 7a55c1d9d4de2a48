/** What is in an input, counted. */
@NullMarked
package io.distappguard.telemetry.inspect;

import org.jspecify.annotations.NullMarked;
