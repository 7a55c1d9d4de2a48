/** Which role a container plays. */
@NullMarked
package io.distappguard.behaviour.role;

import org.jspecify.annotations.NullMarked;
