package io.distappguard.range.service.timeline;

import io.distappguard.range.rpc.PostStorageServiceGrpc;
import io.distappguard.range.rpc.PostStorageServiceGrpc.PostStorageServiceBlockingStub;
import io.distappguard.range.rpc.ReadPostsRequest;
import io.distappguard.range.rpc.ReadTimelineReply;
import io.distappguard.range.rpc.ReadTimelineRequest;
import io.distappguard.range.service.platform.Channels;
import io.distappguard.range.service.platform.Role;
import io.grpc.Status;
import java.util.List;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.Pipeline;

/**
 * Timelines of one kind: a redis sorted set of post ids a user, newest first, of which the newest
 * {@value #KEPT} are kept. Thread-safe.
 */
public final class Timelines {

  /** How many posts of a timeline are kept. */
  public static final int KEPT = 200;

  private static final int MOST_READ = 100;

  private final String prefix;
  private final JedisPooled redis;
  private final PostStorageServiceBlockingStub posts;

  Timelines(String prefix, JedisPooled redis, Channels channels) {
    this.prefix = prefix;
    this.redis = redis;
    this.posts = PostStorageServiceGrpc.newBlockingStub(channels.to(Role.POST_STORAGE));
  }

  /** The redis key of a user's home timeline. */
  public static String homeKey(long userId) {
    return HomeTimelineService.PREFIX + userId;
  }

  /** The redis key of the timeline of a user's own posts. */
  public static String userKey(long userId) {
    return UserTimelineService.PREFIX + userId;
  }

  /** Puts a post into the timelines of these users, in one round trip. */
  void write(Iterable<Long> userIds, long postId, long timestampMillis) {
    try (Pipeline pipeline = redis.pipelined()) {
      for (long userId : userIds) {
        pipeline.zadd(prefix + userId, timestampMillis, Long.toString(postId));
        pipeline.zremrangeByRank(prefix + userId, 0, -KEPT - 1);
      }
      pipeline.sync();
    }
  }

  ReadTimelineReply read(ReadTimelineRequest request) {
    int start = request.getStart();
    int stop = Math.min(request.getStop(), start + MOST_READ);
    if (start < 0 || stop < start) {
      throw Status.INVALID_ARGUMENT
          .withDescription(
              "start, stop: %d, %d (expected: 0 <= start <= stop)".formatted(start, stop))
          .asRuntimeException();
    }
    List<Long> ids =
        start == stop
            ? List.of()
            : redis.zrevrange(prefix + request.getUserId(), start, stop - 1).stream()
                .map(Long::valueOf)
                .toList();
    if (ids.isEmpty()) {
      return ReadTimelineReply.getDefaultInstance();
    }
    return ReadTimelineReply.newBuilder()
        .addAllPosts(
            posts
                .readPosts(ReadPostsRequest.newBuilder().addAllPostIds(ids).build())
                .getPostsList())
        .build();
  }
}
