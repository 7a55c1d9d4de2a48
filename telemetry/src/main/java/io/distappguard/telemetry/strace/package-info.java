/** System calls as strace writes them (FORMATS.md, strace text), to exchanges. */
@NullMarked
package io.distappguard.telemetry.strace;

import org.jspecify.annotations.NullMarked;
