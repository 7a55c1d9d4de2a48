package io.distappguard.range.service.timeline;

import io.distappguard.range.rpc.GetFollowersRequest;
import io.distappguard.range.rpc.HomeTimelineServiceGrpc;
import io.distappguard.range.rpc.ReadTimelineReply;
import io.distappguard.range.rpc.ReadTimelineRequest;
import io.distappguard.range.rpc.SocialGraphServiceGrpc;
import io.distappguard.range.rpc.SocialGraphServiceGrpc.SocialGraphServiceBlockingStub;
import io.distappguard.range.rpc.WriteHomeTimelinesRequest;
import io.distappguard.range.rpc.WriteTimelineReply;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.platform.Channels;
import io.distappguard.range.service.platform.Role;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashSet;
import java.util.Set;
import redis.clients.jedis.JedisPooled;

/**
 * Role home-timeline: the posts of those a user follows, and those that mention the user. A new
 * post is written into the timeline of every follower, up to {@value #MOST_FOLLOWERS} of them.
 */
public final class HomeTimelineService extends HomeTimelineServiceGrpc.HomeTimelineServiceImplBase {

  static final String PREFIX = "home-timeline:";

  private static final int MOST_FOLLOWERS = 1_000;

  private final Timelines timelines;
  private final SocialGraphServiceBlockingStub graph;

  public HomeTimelineService(JedisPooled redis, Channels channels) {
    timelines = new Timelines(PREFIX, redis, channels);
    graph = SocialGraphServiceGrpc.newBlockingStub(channels.to(Role.SOCIAL_GRAPH));
  }

  @Override
  public void writeHomeTimelines(
      WriteHomeTimelinesRequest request, StreamObserver<WriteTimelineReply> observer) {
    Answer.to(
        observer,
        () -> {
          Set<Long> readers = new LinkedHashSet<>(request.getMentionedUserIdsList());
          graph
              .getFollowers(
                  GetFollowersRequest.newBuilder().setUserId(request.getAuthorId()).build())
              .getFollowerIdsList()
              .stream()
              .limit(MOST_FOLLOWERS)
              .forEach(readers::add);
          if (!readers.isEmpty()) {
            timelines.write(readers, request.getPostId(), request.getTimestampMillis());
          }
          return WriteTimelineReply.getDefaultInstance();
        });
  }

  @Override
  public void readHomeTimeline(
      ReadTimelineRequest request, StreamObserver<ReadTimelineReply> observer) {
    Answer.to(observer, () -> timelines.read(request));
  }
}
