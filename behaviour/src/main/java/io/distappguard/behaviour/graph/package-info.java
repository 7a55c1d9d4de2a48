/**
 * The behaviour graph: names of nodes, edges that follow the data, folding of instances to roles.
 */
@NullMarked
package io.distappguard.behaviour.graph;

import org.jspecify.annotations.NullMarked;
