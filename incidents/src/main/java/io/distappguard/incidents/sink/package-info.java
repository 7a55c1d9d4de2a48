/** Where anomalies go when they leave: so far, JSON lines. */
@NullMarked
package io.distappguard.incidents.sink;

import org.jspecify.annotations.NullMarked;
