/** Scoring windows against a profile, and the evidence. */
@NullMarked
package io.distappguard.behaviour.detect;

import org.jspecify.annotations.NullMarked;
