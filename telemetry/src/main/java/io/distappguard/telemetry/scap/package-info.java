/** Captures of sysdig and Falco (docs/formats.md), to exchanges. */
@NullMarked
package io.distappguard.telemetry.scap;

import org.jspecify.annotations.NullMarked;
