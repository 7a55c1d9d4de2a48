/** Tetragon's events as JSON (docs/formats.md), to control events. */
@NullMarked
package io.distappguard.telemetry.tetragon;

import org.jspecify.annotations.NullMarked;
