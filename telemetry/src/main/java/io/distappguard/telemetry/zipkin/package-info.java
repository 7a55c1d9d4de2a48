/** Spans as Zipkin v2 writes them, to calls. */
@NullMarked
package io.distappguard.telemetry.zipkin;

import org.jspecify.annotations.NullMarked;
