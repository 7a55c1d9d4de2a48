/** Tests of what a fresh social network holds. */
@NullMarked
package io.distappguard.range.service.seed;

import org.jspecify.annotations.NullMarked;
