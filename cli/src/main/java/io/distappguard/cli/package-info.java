/**
 * The {@code distappguard} command: composes the other modules, and is the only one that prints.
 * Start reading at {@link io.distappguard.cli.DistAppGuard}.
 */
@NullMarked
package io.distappguard.cli;

import org.jspecify.annotations.NullMarked;
