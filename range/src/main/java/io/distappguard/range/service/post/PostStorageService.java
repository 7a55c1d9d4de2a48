package io.distappguard.range.service.post;

import io.distappguard.range.rpc.Post;
import io.distappguard.range.rpc.PostStorageServiceGrpc;
import io.distappguard.range.rpc.ReadPostsReply;
import io.distappguard.range.rpc.ReadPostsRequest;
import io.distappguard.range.rpc.StorePostReply;
import io.distappguard.range.rpc.StorePostRequest;
import io.distappguard.range.service.platform.Answer;
import io.grpc.stub.StreamObserver;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.sql.DataSource;
import net.rubyeye.xmemcached.MemcachedClient;

/**
 * Role post-storage: posts in PostgreSQL, with memcached in front. A post never changes, so a
 * cached one is never wrong.
 */
public final class PostStorageService extends PostStorageServiceGrpc.PostStorageServiceImplBase {

  private static final int CACHED_SECONDS = 3600;

  private final DataSource database;
  private final MemcachedClient cache;

  public PostStorageService(DataSource database, MemcachedClient cache) {
    this.database = database;
    this.cache = cache;
  }

  @Override
  public void storePost(StorePostRequest request, StreamObserver<StorePostReply> observer) {
    Answer.to(
        observer,
        () -> {
          insert(request.getPost());
          return StorePostReply.getDefaultInstance();
        });
  }

  @Override
  public void readPosts(ReadPostsRequest request, StreamObserver<ReadPostsReply> observer) {
    Answer.to(observer, () -> read(request.getPostIdsList()));
  }

  private ReadPostsReply read(List<Long> ids) throws Exception {
    if (ids.isEmpty()) {
      return ReadPostsReply.getDefaultInstance();
    }
    Map<Long, Post> found = new LinkedHashMap<>();
    Map<String, byte[]> cached = cache.get(ids.stream().map(PostStorageService::key).toList());
    if (cached != null) {
      for (byte[] bytes : cached.values()) {
        Post post = Post.parseFrom(bytes);
        found.put(post.getPostId(), post);
      }
    }
    Long[] missing = ids.stream().filter(id -> !found.containsKey(id)).toArray(Long[]::new);
    if (missing.length > 0) {
      for (Post post : select(missing)) {
        found.put(post.getPostId(), post);
        cache.setWithNoReply(key(post.getPostId()), CACHED_SECONDS, post.toByteArray());
      }
    }
    return ReadPostsReply.newBuilder()
        .addAllPosts(ids.stream().map(found::get).filter(Objects::nonNull).toList())
        .build();
  }

  private void insert(Post post) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO posts (post_id, author_id, username, text, timestamp_millis, media_ids)"
                    + " VALUES (?, ?, ?, ?, ?, ?)")) {
      insert.setLong(1, post.getPostId());
      insert.setLong(2, post.getAuthorId());
      insert.setString(3, post.getUsername());
      insert.setString(4, post.getText());
      insert.setLong(5, post.getTimestampMillis());
      insert.setArray(6, connection.createArrayOf("bigint", post.getMediaIdsList().toArray()));
      insert.executeUpdate();
    }
  }

  private List<Post> select(Long[] ids) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT post_id, author_id, username, text, timestamp_millis, media_ids FROM posts"
                    + " WHERE post_id = ANY (?)")) {
      select.setArray(1, connection.createArrayOf("bigint", ids));
      try (ResultSet rows = select.executeQuery()) {
        List<Post> posts = new ArrayList<>();
        while (rows.next()) {
          posts.add(post(rows));
        }
        return posts;
      }
    }
  }

  private static Post post(ResultSet row) throws SQLException {
    Array media = row.getArray(6);
    return Post.newBuilder()
        .setPostId(row.getLong(1))
        .setAuthorId(row.getLong(2))
        .setUsername(row.getString(3))
        .setText(row.getString(4))
        .setTimestampMillis(row.getLong(5))
        .addAllMediaIds(Arrays.asList((Long[]) media.getArray()))
        .build();
  }

  private static String key(long id) {
    return "post:" + id;
  }
}
