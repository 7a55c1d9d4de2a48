/** Series on a graph, and what forecasts them. Only training touches the tensor library. */
@NullMarked
package io.distappguard.traffic.forecast;

import org.jspecify.annotations.NullMarked;
