/** System calls as LTTng records them and babeltrace prints them, to exchanges. */
@NullMarked
package io.distappguard.telemetry.lttng;

import org.jspecify.annotations.NullMarked;
