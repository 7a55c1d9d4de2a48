/** Events as sysdig prints them, as text or JSON (docs/formats.md), to exchanges. */
@NullMarked
package io.distappguard.telemetry.sysdig;

import org.jspecify.annotations.NullMarked;
