/** Whether benign traffic has changed for good, so that the profile should be learned again. */
@NullMarked
package io.distappguard.traffic.drift;

import org.jspecify.annotations.NullMarked;
