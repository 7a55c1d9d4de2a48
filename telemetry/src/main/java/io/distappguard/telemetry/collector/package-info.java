/** Reads the stream of the eBPF collector; the format is described in collector/STREAM.md. */
@NullMarked
package io.distappguard.telemetry.collector;

import org.jspecify.annotations.NullMarked;
