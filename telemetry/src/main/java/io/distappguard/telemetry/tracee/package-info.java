/** Tracee's events as JSON (docs/formats.md), to control events. */
@NullMarked
package io.distappguard.telemetry.tracee;

import org.jspecify.annotations.NullMarked;
