/** Tests of the social network over real stores. */
@NullMarked
package io.distappguard.range.service;

import org.jspecify.annotations.NullMarked;
