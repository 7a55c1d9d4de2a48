/** Traces read as RPC chains: sequences of operations, counted by kind. */
@NullMarked
package io.distappguard.traffic.chain;

import org.jspecify.annotations.NullMarked;
