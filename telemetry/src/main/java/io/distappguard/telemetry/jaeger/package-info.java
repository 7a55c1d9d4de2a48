/** Traces as Jaeger's UI and query service write them, to calls. */
@NullMarked
package io.distappguard.telemetry.jaeger;

import org.jspecify.annotations.NullMarked;
