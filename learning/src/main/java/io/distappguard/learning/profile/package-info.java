/** The folder that holds all that was learned of an application, a part for each detector. */
@NullMarked
package io.distappguard.learning.profile;

import org.jspecify.annotations.NullMarked;
