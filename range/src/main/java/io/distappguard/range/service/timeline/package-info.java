/** The home and user timelines, and the follow graph that home timelines are spread by. */
@NullMarked
package io.distappguard.range.service.timeline;

import org.jspecify.annotations.NullMarked;
