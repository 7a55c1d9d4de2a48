/**
 * How the workload and the attacks speak to the range's social network: persistent HTTP/1.1
 * connections that refuse every address outside the range, and the calls of its API over them.
 */
@NullMarked
package io.distappguard.range.client;

import org.jspecify.annotations.NullMarked;
