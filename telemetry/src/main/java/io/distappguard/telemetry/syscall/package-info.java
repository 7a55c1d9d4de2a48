/** What readers of system calls share: what processes have open, and what they do with it. */
@NullMarked
package io.distappguard.telemetry.syscall;

import org.jspecify.annotations.NullMarked;
