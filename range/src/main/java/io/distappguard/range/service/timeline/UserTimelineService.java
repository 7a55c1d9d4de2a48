package io.distappguard.range.service.timeline;

import io.distappguard.range.rpc.ReadTimelineReply;
import io.distappguard.range.rpc.ReadTimelineRequest;
import io.distappguard.range.rpc.UserTimelineServiceGrpc;
import io.distappguard.range.rpc.WriteTimelineReply;
import io.distappguard.range.rpc.WriteUserTimelineRequest;
import io.distappguard.range.service.platform.Answer;
import io.distappguard.range.service.platform.Channels;
import io.grpc.stub.StreamObserver;
import java.util.List;
import redis.clients.jedis.JedisPooled;

/** Role user-timeline: the posts a user wrote. */
public final class UserTimelineService extends UserTimelineServiceGrpc.UserTimelineServiceImplBase {

  static final String PREFIX = "user-timeline:";

  private final Timelines timelines;

  public UserTimelineService(JedisPooled redis, Channels channels) {
    timelines = new Timelines(PREFIX, redis, channels);
  }

  @Override
  public void writeUserTimeline(
      WriteUserTimelineRequest request, StreamObserver<WriteTimelineReply> observer) {
    Answer.to(
        observer,
        () -> {
          timelines.write(
              List.of(request.getAuthorId()), request.getPostId(), request.getTimestampMillis());
          return WriteTimelineReply.getDefaultInstance();
        });
  }

  @Override
  public void readUserTimeline(
      ReadTimelineRequest request, StreamObserver<ReadTimelineReply> observer) {
    Answer.to(observer, () -> timelines.read(request));
  }
}
