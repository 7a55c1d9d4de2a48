/** Lines of text as bytes, whatever their length or encoding. */
@NullMarked
package io.distappguard.telemetry.line;

import org.jspecify.annotations.NullMarked;
