/** What spans of all formats have in common: ids, semantic conventions, who reported them. */
@NullMarked
package io.distappguard.telemetry.span;

import org.jspecify.annotations.NullMarked;
