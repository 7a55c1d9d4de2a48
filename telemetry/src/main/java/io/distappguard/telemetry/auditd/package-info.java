/** Logs of the Linux audit daemon, to control events. */
@NullMarked
package io.distappguard.telemetry.auditd;

import org.jspecify.annotations.NullMarked;
