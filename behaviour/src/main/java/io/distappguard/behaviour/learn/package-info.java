/** Learning a profile from benign recordings. */
@NullMarked
package io.distappguard.behaviour.learn;

import org.jspecify.annotations.NullMarked;
