/** The stream of edges cut into windows, with the phases of containers. */
@NullMarked
package io.distappguard.behaviour.window;

import org.jspecify.annotations.NullMarked;
