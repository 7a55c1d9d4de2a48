/** What a fresh social network holds before its first request. */
@NullMarked
package io.distappguard.range.service.seed;

import org.jspecify.annotations.NullMarked;
