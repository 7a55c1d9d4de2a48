/** Spans as OpenTelemetry writes them, to calls. */
@NullMarked
package io.distappguard.telemetry.otlp;

import org.jspecify.annotations.NullMarked;
