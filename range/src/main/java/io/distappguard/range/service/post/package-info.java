/** From a text to a stored post: compose-post and the services it asks, and post-storage. */
@NullMarked
package io.distappguard.range.service.post;

import org.jspecify.annotations.NullMarked;
