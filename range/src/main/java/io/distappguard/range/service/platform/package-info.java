/**
 * What every service of the social network stands on: settings, discovery, calls, spans, stores.
 */
@NullMarked
package io.distappguard.range.service.platform;

import org.jspecify.annotations.NullMarked;
