/** Reads the stream of the eBPF collector; the format is described in collector/README.md. */
@NullMarked
package io.distappguard.telemetry.collector;

import org.jspecify.annotations.NullMarked;
