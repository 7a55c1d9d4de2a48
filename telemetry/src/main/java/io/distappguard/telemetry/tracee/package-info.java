/** Tracee's events as JSON (FORMATS.md, Tracee JSON lines), to control events. */
@NullMarked
package io.distappguard.telemetry.tracee;

import org.jspecify.annotations.NullMarked;
