/** System calls of the LID-DS 2021 data set (docs/formats.md), to exchanges. */
@NullMarked
package io.distappguard.telemetry.lidds;

import org.jspecify.annotations.NullMarked;
