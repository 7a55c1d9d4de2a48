/** What readers of system calls share: numbers, sums per interval, reading files side by side. */
@NullMarked
package io.distappguard.telemetry.exchange;

import org.jspecify.annotations.NullMarked;
