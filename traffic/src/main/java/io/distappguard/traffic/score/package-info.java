/** From observed and forecast to one score a window, comparable over clusters. */
@NullMarked
package io.distappguard.traffic.score;

import org.jspecify.annotations.NullMarked;
