/** Captures of sysdig and Falco (FORMATS.md, .scap), to exchanges. */
@NullMarked
package io.distappguard.telemetry.scap;

import org.jspecify.annotations.NullMarked;
