package io.distappguard.range.workload;

import io.distappguard.range.client.HttpResponse;
import io.distappguard.range.client.SocialNetworkClient;
import io.distappguard.range.workload.PlannedRequest.Action;
import io.distappguard.range.workload.PlannedRequest.ComposePost;
import io.distappguard.range.workload.PlannedRequest.Follow;
import io.distappguard.range.workload.PlannedRequest.Login;
import io.distappguard.range.workload.PlannedRequest.Media;
import io.distappguard.range.workload.PlannedRequest.MistypedLogin;
import io.distappguard.range.workload.PlannedRequest.ReadHomeTimeline;
import io.distappguard.range.workload.PlannedRequest.ReadUserTimeline;
import io.distappguard.range.workload.PlannedRequest.Register;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Carries out planned requests over one connection and counts how each exchange ended. A user whose
 * session is missing or no longer valid is logged in again first ({@code session-renewal}). Not
 * thread-safe; the sessions and the report are shared.
 */
final class RequestSender {
  private static final int PAGE = 10;

  private final SocialNetworkClient client;
  private final ConcurrentMap<Integer, String> tokens;
  private final WorkloadReport report;
  private final String newUserPrefix;

  /**
   * @param tokens session token by user number
   * @param newUserPrefix what names of registered users begin with, unique for the run
   */
  RequestSender(
      SocialNetworkClient client,
      ConcurrentMap<Integer, String> tokens,
      WorkloadReport report,
      String newUserPrefix) {
    this.client = client;
    this.tokens = tokens;
    this.report = report;
    this.newUserPrefix = newUserPrefix;
  }

  void send(Action action) {
    switch (action) {
      case ReadHomeTimeline read ->
          inSession(
              "home-timeline",
              read.user(),
              200,
              token -> client.homeTimeline(token, read.start(), read.start() + PAGE));
      case ReadUserTimeline read ->
          inSession(
              "user-timeline",
              read.user(),
              200,
              token ->
                  client.userTimeline(
                      token, PostText.username(read.author()), read.start(), read.start() + PAGE));
      case ComposePost post -> compose(post);
      case Login login -> {
        leave(login.leaving());
        login("login", login.user());
      }
      case MistypedLogin login ->
          exchange(
              "login-mistyped",
              401,
              () -> client.login(PostText.username(login.user()), mistyped(login.user())));
      case Follow follow ->
          inSession(
              "follow",
              follow.user(),
              204,
              token -> client.follow(token, PostText.username(follow.followed())));
      case Register register ->
          exchange(
              "register",
              201,
              () ->
                  client.register(
                      newUserPrefix + register.number(), "password-of-" + register.number()));
    }
  }

  private void compose(ComposePost post) {
    List<String> mediaIds = List.of();
    Media media = post.media();
    if (media != null) {
      HttpResponse uploaded =
          inSession(
              "media-upload",
              post.user(),
              201,
              token -> client.uploadMedia(token, media.fileName(), content(media)));
      String mediaId = uploaded == null ? null : field("media-upload", uploaded, "mediaId");
      if (mediaId == null) {
        return;
      }
      mediaIds = List.of(mediaId);
    }
    List<String> attached = mediaIds;
    inSession(
        "compose-post",
        post.user(),
        201,
        token -> client.composePost(token, post.text(), attached));
  }

  private void leave(int user) {
    String token = user < 0 ? null : tokens.remove(user);
    if (token != null) {
      exchange("logout", 204, () -> client.logout(token));
    }
  }

  private @Nullable String login(String kind, int user) {
    HttpResponse response =
        exchange(kind, 200, () -> client.login(PostText.username(user), "password-" + user));
    String token = response == null ? null : field(kind, response, "token");
    if (token != null) {
      tokens.put(user, token);
    }
    return token;
  }

  private @Nullable HttpResponse inSession(
      String kind, int user, int expected, AuthenticatedExchange exchange) {
    String token = tokens.get(user);
    if (token != null) {
      String known = token;
      HttpResponse response = exchange(kind, expected, () -> exchange.send(known));
      if (response == null || response.status() != 401) {
        return expectedOrNull(response, expected);
      }
      tokens.remove(user, known);
    }
    String renewed = login("session-renewal", user);
    if (renewed == null) {
      return null;
    }
    return expectedOrNull(exchange(kind, expected, () -> exchange.send(renewed)), expected);
  }

  private static @Nullable HttpResponse expectedOrNull(
      @Nullable HttpResponse response, int expected) {
    return response != null && response.status() == expected ? response : null;
  }

  /** Sends and counts; null when no response came. */
  private @Nullable HttpResponse exchange(String kind, int expected, Exchange exchange) {
    long begin = System.nanoTime();
    try {
      HttpResponse response = exchange.send();
      report.answered(
          kind, response.status(), response.status() == expected, System.nanoTime() - begin);
      return response;
    } catch (IOException exception) {
      report.failed(kind, cause(exception));
      return null;
    }
  }

  private @Nullable String field(String kind, HttpResponse response, String name) {
    try {
      return response.status() >= 300 ? null : response.field(name);
    } catch (IOException exception) {
      report.malformed(kind, name);
      return null;
    }
  }

  private static String cause(IOException exception) {
    return switch (exception) {
      case ConnectException refused -> "connection refused";
      case SocketTimeoutException late -> "timeout";
      default -> String.valueOf(exception.getMessage());
    };
  }

  private static String mistyped(int user) {
    return "pasword-" + user;
  }

  private static byte[] content(Media media) {
    byte[] content = new byte[media.sizeBytes()];
    new SplittableRandom(media.seed()).nextBytes(content);
    return content;
  }

  private interface Exchange {
    HttpResponse send() throws IOException;
  }

  private interface AuthenticatedExchange {
    HttpResponse send(String token) throws IOException;
  }
}
