/** Scores a stream of calls against a profile, with evidence. */
@NullMarked
package io.distappguard.traffic.detect;

import org.jspecify.annotations.NullMarked;
