/** System calls as strace writes them (docs/formats.md), to exchanges. */
@NullMarked
package io.distappguard.telemetry.strace;

import org.jspecify.annotations.NullMarked;
