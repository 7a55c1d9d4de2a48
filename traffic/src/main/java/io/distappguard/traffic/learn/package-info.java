/** Learns a traffic profile from benign recordings. */
@NullMarked
package io.distappguard.traffic.learn;

import org.jspecify.annotations.NullMarked;
