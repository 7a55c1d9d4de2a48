package io.distappguard.range.service.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import io.distappguard.range.rpc.Author;
import io.distappguard.range.rpc.CheckSessionRequest;
import io.distappguard.range.rpc.ComposePostRequest;
import io.distappguard.range.rpc.ComposePostServiceGrpc;
import io.distappguard.range.rpc.ComposePostServiceGrpc.ComposePostServiceBlockingStub;
import io.distappguard.range.rpc.ExpandRequest;
import io.distappguard.range.rpc.FindUsersRequest;
import io.distappguard.range.rpc.FollowRequest;
import io.distappguard.range.rpc.HomeTimelineServiceGrpc;
import io.distappguard.range.rpc.HomeTimelineServiceGrpc.HomeTimelineServiceBlockingStub;
import io.distappguard.range.rpc.LoginRequest;
import io.distappguard.range.rpc.LogoutRequest;
import io.distappguard.range.rpc.MediaServiceGrpc;
import io.distappguard.range.rpc.MediaServiceGrpc.MediaServiceBlockingStub;
import io.distappguard.range.rpc.Post;
import io.distappguard.range.rpc.ReadTimelineReply;
import io.distappguard.range.rpc.ReadTimelineRequest;
import io.distappguard.range.rpc.RegisterRequest;
import io.distappguard.range.rpc.SocialGraphServiceGrpc;
import io.distappguard.range.rpc.SocialGraphServiceGrpc.SocialGraphServiceBlockingStub;
import io.distappguard.range.rpc.UploadRequest;
import io.distappguard.range.rpc.UrlShortenServiceGrpc;
import io.distappguard.range.rpc.UrlShortenServiceGrpc.UrlShortenServiceBlockingStub;
import io.distappguard.range.rpc.UserServiceGrpc;
import io.distappguard.range.rpc.UserServiceGrpc.UserServiceBlockingStub;
import io.distappguard.range.rpc.UserTimelineServiceGrpc;
import io.distappguard.range.rpc.UserTimelineServiceGrpc.UserTimelineServiceBlockingStub;
import io.distappguard.range.service.platform.Channels;
import io.distappguard.range.service.platform.Health;
import io.distappguard.range.service.platform.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What each route asks of the services behind the gateway. Thread-safe. */
final class Routes {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int PAGE = 10;

  private final UserServiceBlockingStub users;
  private final ComposePostServiceBlockingStub composePost;
  private final MediaServiceBlockingStub media;
  private final HomeTimelineServiceBlockingStub homeTimelines;
  private final UserTimelineServiceBlockingStub userTimelines;
  private final SocialGraphServiceBlockingStub graph;
  private final UrlShortenServiceBlockingStub urls;
  private final Health health;

  Routes(Channels channels) {
    users = UserServiceGrpc.newBlockingStub(channels.to(Role.USER));
    composePost = ComposePostServiceGrpc.newBlockingStub(channels.to(Role.COMPOSE_POST));
    media = MediaServiceGrpc.newBlockingStub(channels.to(Role.MEDIA));
    homeTimelines = HomeTimelineServiceGrpc.newBlockingStub(channels.to(Role.HOME_TIMELINE));
    userTimelines = UserTimelineServiceGrpc.newBlockingStub(channels.to(Role.USER_TIMELINE));
    graph = SocialGraphServiceGrpc.newBlockingStub(channels.to(Role.SOCIAL_GRAPH));
    urls = UrlShortenServiceGrpc.newBlockingStub(channels.to(Role.URL_SHORTEN));
    health = new Health(channels, Role.GATEWAY.calls());
  }

  Response answer(Route route, Request request) {
    return switch (route) {
      case HEALTH -> health();
      case REGISTER -> register(request);
      case LOGIN -> login(request);
      case LOGOUT -> logout(request);
      case MEDIA -> upload(request);
      case POSTS -> post(request);
      case HOME_TIMELINE -> homeTimeline(request);
      case USER_TIMELINE -> userTimeline(request, route.variable(request.path()));
      case FOLLOW -> follow(request);
      case SHORT_URL -> expand(route.variable(request.path()));
      case UNKNOWN -> Response.problem(404, "no such page");
    };
  }

  private Response health() {
    Set<String> unreachable = health.unreachable();
    if (unreachable.isEmpty()) {
      return Response.json(200, NODES.objectNode().put("status", "ok"));
    }
    ObjectNode body = NODES.objectNode().put("status", "unreachable");
    ArrayNode roles = body.putArray("roles");
    unreachable.forEach(roles::add);
    return Response.json(503, body);
  }

  private Response register(Request request) {
    long userId =
        users
            .register(
                RegisterRequest.newBuilder()
                    .setUsername(request.text("username"))
                    .setPassword(request.text("password"))
                    .setFirstName(request.text("firstName"))
                    .setLastName(request.text("lastName"))
                    .build())
            .getUserId();
    return Response.json(201, NODES.objectNode().put("userId", userId));
  }

  private Response login(Request request) {
    String token =
        users
            .login(
                LoginRequest.newBuilder()
                    .setUsername(request.text("username"))
                    .setPassword(request.text("password"))
                    .build())
            .getToken();
    return Response.json(200, NODES.objectNode().put("token", token));
  }

  private Response logout(Request request) {
    user(request);
    users.logout(LogoutRequest.newBuilder().setToken(request.token()).build());
    return Response.empty(204);
  }

  private Response upload(Request request) {
    user(request);
    long mediaId =
        media
            .upload(
                UploadRequest.newBuilder()
                    .setFilename(request.parameter("filename", "unnamed"))
                    .setContent(ByteString.copyFrom(request.body()))
                    .build())
            .getMediaId();
    return Response.json(201, NODES.objectNode().put("mediaId", mediaId));
  }

  private Response post(Request request) {
    Author author = user(request);
    List<Long> mediaIds = new ArrayList<>();
    for (JsonNode id : request.json().path("mediaIds")) {
      mediaIds.add(id.asLong());
    }
    long postId =
        composePost
            .composePost(
                ComposePostRequest.newBuilder()
                    .setAuthor(author)
                    .setText(request.text("text"))
                    .addAllMediaIds(mediaIds)
                    .build())
            .getPostId();
    return Response.json(201, NODES.objectNode().put("postId", postId));
  }

  private Response homeTimeline(Request request) {
    return posts(homeTimelines.readHomeTimeline(range(request, user(request).getUserId())));
  }

  private Response userTimeline(Request request, String username) {
    user(request);
    return posts(userTimelines.readUserTimeline(range(request, find(username).getUserId())));
  }

  private Response follow(Request request) {
    Author follower = user(request);
    graph.follow(
        FollowRequest.newBuilder()
            .setFollowerId(follower.getUserId())
            .setFolloweeId(find(request.text("username")).getUserId())
            .build());
    return Response.empty(204);
  }

  private Response expand(String code) {
    return Response.redirect(
        urls.expand(ExpandRequest.newBuilder().setCode(code).build()).getLongUrl());
  }

  /** The user whose session the request shows; checked with the user service every time. */
  private Author user(Request request) {
    return users
        .checkSession(CheckSessionRequest.newBuilder().setToken(request.token()).build())
        .getUser();
  }

  private Author find(String username) {
    return users
        .findUsers(FindUsersRequest.newBuilder().addUsernames(username).build())
        .getUsersList()
        .stream()
        .findFirst()
        .orElseThrow(() -> new HttpProblem(404, "no such user"));
  }

  private static ReadTimelineRequest range(Request request, long userId) {
    int start = request.number("start", 0);
    return ReadTimelineRequest.newBuilder()
        .setUserId(userId)
        .setStart(start)
        .setStop(request.number("stop", start + PAGE))
        .build();
  }

  private static Response posts(ReadTimelineReply timeline) {
    ObjectNode body = NODES.objectNode();
    ArrayNode posts = body.putArray("posts");
    for (Post post : timeline.getPostsList()) {
      ArrayNode mediaIds =
          posts
              .addObject()
              .put("postId", post.getPostId())
              .put("username", post.getUsername())
              .put("text", post.getText())
              .put("timestamp", post.getTimestampMillis())
              .putArray("mediaIds");
      post.getMediaIdsList().forEach(mediaIds::add);
    }
    return Response.json(200, body);
  }
}
