package io.distappguard.range.service.timeline;

import io.distappguard.range.rpc.FollowReply;
import io.distappguard.range.rpc.FollowRequest;
import io.distappguard.range.rpc.GetFollowersReply;
import io.distappguard.range.rpc.GetFollowersRequest;
import io.distappguard.range.rpc.SocialGraphServiceGrpc;
import io.distappguard.range.service.platform.Answer;
import io.grpc.stub.StreamObserver;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import redis.clients.jedis.JedisPooled;

/**
 * Role social-graph: who follows whom, in PostgreSQL, with each user's followers as a redis set in
 * front for ten minutes.
 */
public final class SocialGraphService extends SocialGraphServiceGrpc.SocialGraphServiceImplBase {

  private static final int CACHED_SECONDS = 600;

  /** Keeps the set of a user without followers from looking like one that is not cached. */
  private static final String NOBODY = "0";

  private final DataSource database;
  private final JedisPooled redis;

  public SocialGraphService(DataSource database, JedisPooled redis) {
    this.database = database;
    this.redis = redis;
  }

  @Override
  public void follow(FollowRequest request, StreamObserver<FollowReply> observer) {
    Answer.to(
        observer,
        () -> {
          insert(request.getFollowerId(), request.getFolloweeId());
          redis.del(key(request.getFolloweeId()));
          return FollowReply.getDefaultInstance();
        });
  }

  @Override
  public void getFollowers(
      GetFollowersRequest request, StreamObserver<GetFollowersReply> observer) {
    Answer.to(
        observer,
        () ->
            GetFollowersReply.newBuilder()
                .addAllFollowerIds(followers(request.getUserId()))
                .build());
  }

  private List<Long> followers(long userId) throws SQLException {
    Set<String> cached = redis.smembers(key(userId));
    if (!cached.isEmpty()) {
      return cached.stream().filter(id -> !id.equals(NOBODY)).map(Long::valueOf).toList();
    }
    List<Long> followers = select(userId);
    List<String> members = new ArrayList<>(followers.stream().map(String::valueOf).toList());
    members.add(NOBODY);
    redis.sadd(key(userId), members.toArray(String[]::new));
    redis.expire(key(userId), CACHED_SECONDS);
    return followers;
  }

  private void insert(long followerId, long followeeId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO follows (follower_id, followee_id) VALUES (?, ?)"
                    + " ON CONFLICT DO NOTHING")) {
      insert.setLong(1, followerId);
      insert.setLong(2, followeeId);
      insert.executeUpdate();
    }
  }

  private List<Long> select(long userId) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement("SELECT follower_id FROM follows WHERE followee_id = ?")) {
      select.setLong(1, userId);
      try (ResultSet rows = select.executeQuery()) {
        List<Long> followers = new ArrayList<>();
        while (rows.next()) {
          followers.add(rows.getLong(1));
        }
        return followers;
      }
    }
  }

  private static String key(long userId) {
    return "followers:" + userId;
  }
}
