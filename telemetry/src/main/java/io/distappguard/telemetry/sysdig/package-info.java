/** Events as sysdig prints them, as text or JSON (FORMATS.md, sysdig), to exchanges. */
@NullMarked
package io.distappguard.telemetry.sysdig;

import org.jspecify.annotations.NullMarked;
