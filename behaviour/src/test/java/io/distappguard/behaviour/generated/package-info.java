/** An application that exists only as exchanges, for tests. */
@NullMarked
package io.distappguard.behaviour.generated;

import org.jspecify.annotations.NullMarked;
