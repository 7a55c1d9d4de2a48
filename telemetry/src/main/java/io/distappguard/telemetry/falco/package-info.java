/** Falco's alerts as JSON (docs/formats.md), to exchanges. */
@NullMarked
package io.distappguard.telemetry.falco;

import org.jspecify.annotations.NullMarked;
