/** What this module adds to the {@code distappguard} command. */
@NullMarked
package io.distappguard.evaluation.command;

import org.jspecify.annotations.NullMarked;
