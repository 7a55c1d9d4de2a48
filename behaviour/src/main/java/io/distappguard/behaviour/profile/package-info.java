/** All that was learned of an application, and the folder it is kept in. */
@NullMarked
package io.distappguard.behaviour.profile;

import org.jspecify.annotations.NullMarked;
