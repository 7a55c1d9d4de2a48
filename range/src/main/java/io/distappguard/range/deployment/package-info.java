/**
 * Puts the social network on this machine: hosts and containers as network namespaces and control
 * groups, the processes in them, and how they come and go.
 */
@NullMarked
package io.distappguard.range.deployment;

import org.jspecify.annotations.NullMarked;
