/**
 * A social network in the manner of DeathStarBench's SocialNetwork (Gan et al., ASPLOS 2019), made
 * to be watched: twelve small services that call one another by gRPC and keep what they know in
 * PostgreSQL, redis and memcached.
 *
 * <p>Start reading at {@link io.distappguard.range.service.ServiceMain}, which runs one instance,
 * and at {@code socialnetwork.proto}, which names every call. {@link
 * io.distappguard.range.service.platform.Role#calls()} is the graph of who calls whom.
 *
 * <p>Two weaknesses are planted for the range's attacks: the file name in {@link
 * io.distappguard.range.service.post.MediaService}, and {@code MetricsExtension} in {@link
 * io.distappguard.range.service.user}. Never run this anywhere but in the range.
 */
@NullMarked
package io.distappguard.range.service;

import org.jspecify.annotations.NullMarked;
