/** Falco's alerts as JSON (FORMATS.md, Falco event JSON), to exchanges. */
@NullMarked
package io.distappguard.telemetry.falco;

import org.jspecify.annotations.NullMarked;
