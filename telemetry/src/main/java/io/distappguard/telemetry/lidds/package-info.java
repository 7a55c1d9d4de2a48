/** System calls of the LID-DS 2021 data set (FORMATS.md, LID-DS 2021), to exchanges. */
@NullMarked
package io.distappguard.telemetry.lidds;

import org.jspecify.annotations.NullMarked;
