/** Tetragon's events as JSON (FORMATS.md, Tetragon JSON lines), to control events. */
@NullMarked
package io.distappguard.telemetry.tetragon;

import org.jspecify.annotations.NullMarked;
