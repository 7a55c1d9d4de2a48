/** The HTTP API of the social network. */
@NullMarked
package io.distappguard.range.service.gateway;

import org.jspecify.annotations.NullMarked;
