/** What was learned of an application's traffic, and its form on disk. */
@NullMarked
package io.distappguard.traffic.profile;

import org.jspecify.annotations.NullMarked;
