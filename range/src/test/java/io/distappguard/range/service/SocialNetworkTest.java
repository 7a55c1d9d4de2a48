package io.distappguard.range.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.range.service.platform.Discovery;
import io.distappguard.range.service.platform.Role;
import io.distappguard.range.service.platform.ServiceSettings;
import io.distappguard.range.service.seed.FirstState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** All services in one process, on addresses of the loopback network, over real stores. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SocialNetworkTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Own addresses for every run of this test, so that two runs do not meet. */
  private static final String NETWORK =
      "127.%d.".formatted(ProcessHandle.current().pid() % 200 + 20);

  @TempDir static Path directory;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Map<String, RunningService> instances = new HashMap<>();
  private Path discovery;
  private Path spans;

  @BeforeAll
  void startEverything() throws Exception {
    List<String> missing = LocalStores.missingPackages();
    assumeTrue(missing.isEmpty(), () -> "needs the Debian packages " + missing);
    discovery = Files.createDirectories(directory.resolve("discovery"));
    spans = Files.createDirectories(directory.resolve("spans"));
    running.push(
        LocalStores.start(Files.createDirectories(directory.resolve("stores")), discovery));
    try (Discovery addresses = new Discovery(discovery)) {
      FirstState.fill(addresses);
    }
    for (Role role : Role.values()) {
      start(role, 1);
    }
    start(Role.TEXT, 2);
    Files.writeString(
        discovery.resolve("text"),
        "%s:%d\n%s:%d\n"
            .formatted(
                address(Role.TEXT, 1), Role.TEXT.port(), address(Role.TEXT, 2), Role.TEXT.port()));
  }

  @AfterAll
  void stopEverything() throws Exception {
    while (!running.isEmpty()) {
      running.pop().close();
    }
    client.close();
  }

  @Test
  @Order(1)
  void healthReachesEveryService() throws Exception {
    assertThat(get("/health", "").body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @Test
  @Order(2)
  void seededUserLogsInAndReadsTimelines() throws Exception {
    String token = login("user1", "password-1");
    JsonNode home = JSON.readTree(get("/api/home-timeline?start=0&stop=10", token).body());
    assertThat(home.path("posts")).hasSize(10);
    JsonNode own = JSON.readTree(get("/api/user-timeline/user1?start=0&stop=10", token).body());
    assertThat(own.path("posts")).isNotEmpty();
    assertThat(own.path("posts").path(0).path("username").textValue()).isEqualTo("user1");
    assertThat(get("/api/user-timeline/nobody", token).statusCode()).isEqualTo(404);
  }

  @Test
  @Order(2)
  void wrongPasswordAndMissingSessionAreRefused() throws Exception {
    assertThat(
            post("/api/login", "", Map.of("username", "user2", "password", "wrong")).statusCode())
        .isEqualTo(401);
    assertThat(get("/api/home-timeline", "").statusCode()).isEqualTo(401);
    assertThat(get("/api/home-timeline", "made-up").statusCode()).isEqualTo(401);
  }

  @Test
  @Order(3)
  void newUsersPostReachesFollowersAndMentioned() throws Exception {
    Map<String, String> account =
        Map.of(
            "username", "newcomer", "password", "secret", "firstName", "New", "lastName", "Comer");
    assertThat(post("/api/register", "", account).statusCode()).isEqualTo(201);
    assertThat(post("/api/register", "", account).statusCode()).isEqualTo(409);
    String token = login("newcomer", "secret");
    String follower = login("user3", "password-3");
    assertThat(post("/api/follow", follower, Map.of("username", "newcomer")).statusCode())
        .isEqualTo(204);

    HttpResponse<String> uploaded = upload(token, "cat.jpg");
    assertThat(uploaded.statusCode()).isEqualTo(201);
    long mediaId = JSON.readTree(uploaded.body()).path("mediaId").longValue();
    assertThat(directory.resolve("media-1/media/" + mediaId + "-cat.jpg.thumb")).isNotEmptyFile();

    HttpResponse<String> posted =
        post(
            "/api/posts",
            token,
            Map.of(
                "text",
                "hello @user4 see http://example.org/a/long/path?x=1 ü",
                "mediaIds",
                List.of(mediaId)));
    assertThat(posted.statusCode()).isEqualTo(201);
    long postId = JSON.readTree(posted.body()).path("postId").longValue();

    for (String reader : List.of(follower, login("user4", "password-4"))) {
      JsonNode newest =
          JSON.readTree(get("/api/home-timeline?start=0&stop=1", reader).body())
              .path("posts")
              .path(0);
      assertThat(newest.path("postId").longValue()).isEqualTo(postId);
      assertThat(newest.path("text").textValue()).startsWith("hello @user4 see http").endsWith("ü");
      assertThat(newest.path("mediaIds").path(0).longValue()).isEqualTo(mediaId);
      String text = newest.path("text").textValue();
      String code = text.substring(text.indexOf("/s/"), text.lastIndexOf(' '));
      HttpResponse<String> expanded = get(code, "");
      assertThat(expanded.statusCode()).isEqualTo(302);
      assertThat(expanded.headers().firstValue("Location"))
          .contains("http://example.org/a/long/path?x=1");
    }
    assertThat(post("/api/logout", token, Map.of()).statusCode()).isEqualTo(204);
    assertThat(get("/api/home-timeline", token).statusCode()).isEqualTo(401);
  }

  @Test
  @Order(4)
  void plantedFileNameRunsACommand() throws Exception {
    String token = login("user5", "password-5");
    upload(token, "x'; echo owned > proof; '");
    assertThat(directory.resolve("media-1/proof")).hasContent("owned\n");
  }

  @Test
  @Order(4)
  void plantedMetricsExtensionSendsTheTableOfUsers() throws Exception {
    try (ServerSocket thief = new ServerSocket(0, 1, InetAddress.getByName(NETWORK + "99.1"))) {
      thief.setSoTimeout(5_000);
      String name = "__metrics:%s99.1:%d:0".formatted(NETWORK, thief.getLocalPort());
      assertThat(post("/api/login", "", Map.of("username", name, "password", "x")).statusCode())
          .isEqualTo(401);
      try (var socket = thief.accept();
          var reader =
              new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
        List<String> rows = new ArrayList<>();
        reader.lines().forEach(rows::add);
        assertThat(rows).hasSizeGreaterThanOrEqualTo(FirstState.USERS);
        assertThat(rows.getFirst()).startsWith("1,user0,");
      }
    }
  }

  @Test
  @Order(5)
  void connectionsAreKept() throws Exception {
    try (var socket = new Socket(address(Role.GATEWAY, 1), Role.GATEWAY.port())) {
      var in = socket.getInputStream();
      for (int i = 0; i < 3; i++) {
        socket
            .getOutputStream()
            .write(
                "POST /api/logout HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer x\r\nContent-Length: 0\r\n\r\n"
                    .getBytes(StandardCharsets.UTF_8));
        byte[] start = in.readNBytes(12);
        assertThat(new String(start, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 401");
        Thread.sleep(50);
        in.skipNBytes(in.available());
      }
    }
  }

  @Test
  @Order(6)
  void restartedInstanceIsCalledAgain() throws Exception {
    String token = login("user6", "password-6");
    Path listed = discovery.resolve("unique-id");
    RunningService first = instances.get("unique-id-1");
    Files.writeString(listed, "");
    running.remove(first);
    long begun = System.nanoTime();
    first.close();
    assertThat(System.nanoTime() - begun).isLessThan(2_500_000_000L);
    start(Role.UNIQUE_ID, 1);
    assertThat(post("/api/posts", token, Map.of("text", "after the restart")).statusCode())
        .isEqualTo(201);
  }

  /** The last: it stops everything, which writes the last spans. */
  @Test
  @Order(9)
  void spansJoinAcrossServicesAndShowFailedLogins() throws Exception {
    stopEverything();
    Map<String, List<JsonNode>> traces = new HashMap<>();
    for (Path file : Files.list(spans).toList()) {
      for (String line : Files.readAllLines(file)) {
        for (JsonNode resource : JSON.readTree(line).path("resourceSpans")) {
          resource
              .findValues("spans")
              .forEach(list ->
                  list.forEach(span ->
                      traces
                          .computeIfAbsent(
                              span.path("traceId").textValue(), id -> new ArrayList<>())
                          .add(span)));
        }
      }
    }
    assertThat(traces.values())
        .anySatisfy(trace ->
            assertThat(trace.stream().map(span -> span.path("name").textValue()))
                .contains(
                    "POST /api/posts",
                    "socialnetwork.ComposePostService/ComposePost",
                    "socialnetwork.UniqueIdService/NextId",
                    "socialnetwork.UserMentionService/ResolveMentions",
                    "socialnetwork.SocialGraphService/GetFollowers",
                    "socialnetwork.PostStorageService/StorePost"));
    assertThat(traces.values())
        .anySatisfy(trace -> {
          assertThat(trace.toString()).contains("POST /api/login");
          assertThat(trace.toString()).contains("\"intValue\":\"401\"");
          assertThat(trace.toString())
              .contains("rpc.grpc.status_code\",\"value\":{\"intValue\":\"16\"}");
        });
  }

  private void start(Role role, int number) throws Exception {
    String instance = role.label() + "-" + number;
    RunningService service =
        RunningService.start(
            new ServiceSettings(
                role,
                instance,
                address(role, number),
                discovery,
                spans.resolve(instance + ".jsonl"),
                1,
                Files.createDirectories(directory.resolve(instance))));
    running.push(service);
    instances.put(instance, service);
    Files.writeString(
        discovery.resolve(role.label()), address(role, number) + ":" + role.port() + "\n");
  }

  private static String address(Role role, int number) {
    return NETWORK + (role.ordinal() + 1) + "." + number;
  }

  private String login(String username, String password) throws Exception {
    HttpResponse<String> response =
        post("/api/login", "", Map.of("username", username, "password", password));
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("token").textValue();
  }

  private HttpResponse<String> upload(String token, String filename) throws Exception {
    return send(
        request("/api/media?filename=" + URLEncoder.encode(filename, StandardCharsets.UTF_8), token)
            .POST(BodyPublishers.ofByteArray(new byte[20_000])));
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return send(request(path, token).GET());
  }

  private HttpResponse<String> post(String path, String token, Map<String, ?> body)
      throws Exception {
    return send(request(path, token).POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://" + address(Role.GATEWAY, 1) + ":" + Role.GATEWAY.port() + path));
    return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
  }
}
