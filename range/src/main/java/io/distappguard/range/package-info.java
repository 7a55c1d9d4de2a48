/** The range: a real distributed application to watch, and the command that runs and records it. */
@NullMarked
package io.distappguard.range;

import org.jspecify.annotations.NullMarked;
