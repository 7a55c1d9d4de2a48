package io.distappguard.range.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The social network's HTTP API over one connection. Every method sends one request and returns
 * what came back, whatever the status. Not thread-safe.
 */
public final class SocialNetworkClient implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpConnection connection;

  public SocialNetworkClient(HttpConnection connection) {
    this.connection = connection;
  }

  /** 201 with {@code userId}, or 409 when the name is taken. */
  public HttpResponse register(String username, String password) throws IOException {
    return post(
        "/api/register",
        null,
        Map.of(
            "username", username, "password", password, "firstName", "First", "lastName", "Last"));
  }

  /** 200 with {@code token}, or 401 when name and password do not fit. */
  public HttpResponse login(String username, String password) throws IOException {
    return post("/api/login", null, Map.of("username", username, "password", password));
  }

  /** 204. */
  public HttpResponse logout(String token) throws IOException {
    return connection.exchange("POST", "/api/logout", token);
  }

  /** 201 with {@code mediaId}. */
  public HttpResponse uploadMedia(String token, String fileName, byte[] content)
      throws IOException {
    return connection.exchange(
        "POST",
        "/api/media?filename=" + percentEncode(fileName),
        token,
        "application/octet-stream",
        content);
  }

  /** 201 with {@code postId}. */
  public HttpResponse composePost(String token, String text, List<String> mediaIds)
      throws IOException {
    return post("/api/posts", token, Map.of("text", text, "mediaIds", mediaIds));
  }

  /** 200 with {@code posts} number {@code start} (inclusive) to {@code stop} (exclusive). */
  public HttpResponse homeTimeline(String token, int start, int stop) throws IOException {
    return connection.exchange("GET", "/api/home-timeline?start=" + start + "&stop=" + stop, token);
  }

  /** 200 with {@code posts} number {@code start} (inclusive) to {@code stop} (exclusive). */
  public HttpResponse userTimeline(String token, String author, int start, int stop)
      throws IOException {
    return connection.exchange(
        "GET",
        "/api/user-timeline/" + percentEncode(author) + "?start=" + start + "&stop=" + stop,
        token);
  }

  /** 204. */
  public HttpResponse follow(String token, String followed) throws IOException {
    return post("/api/follow", token, Map.of("username", followed));
  }

  @Override
  public void close() {
    connection.close();
  }

  private HttpResponse post(String path, @Nullable String token, Map<String, ?> body)
      throws IOException {
    byte[] content;
    try {
      content = JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
    return connection.exchange("POST", path, token, "application/json", content);
  }

  private static String percentEncode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
