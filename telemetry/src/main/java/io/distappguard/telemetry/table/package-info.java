/** Tables of spans, such as CSV, to calls. */
@NullMarked
package io.distappguard.telemetry.table;

import org.jspecify.annotations.NullMarked;
