package io.distappguard.range.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** The social network's HTTP API with both planted weaknesses, in one process on loopback. */
public final class FakeGateway implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ROWS = 50;

  private final HttpServer server;
  private final Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
  private final Set<String> sessions = ConcurrentHashMap.newKeySet();
  private final Set<String> registered = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> requests = new TreeMap<>();
  private final AtomicInteger counter = new AtomicInteger();
  private volatile long delayMillis;

  /**
   * @param directory where uploads go
   */
  public FakeGateway(Path directory) throws IOException {
    this.directory = directory;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** How many TCP connections have been seen. */
  public int connections() {
    return connections.size();
  }

  /** The addresses that TCP connections came from. */
  public Set<String> clients() {
    return connections.stream()
        .map(client -> client.getAddress().getHostAddress())
        .collect(Collectors.toSet());
  }

  /** Requests by method, path and status. */
  public synchronized Map<String, Integer> requests() {
    return new TreeMap<>(requests);
  }

  public synchronized int total() {
    return requests.values().stream().mapToInt(Integer::intValue).sum();
  }

  public void forgetSessions() {
    sessions.clear();
  }

  public void answerAfter(long millis) {
    delayMillis = millis;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    connections.add(exchange.getRemoteAddress());
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    int status;
    String answer = "";
    try {
      Thread.sleep(delayMillis);
      Reply reply = reply(exchange, path, body);
      status = reply.status();
      answer = reply.body();
    } catch (Exception exception) {
      status = 500;
    }
    String shape = path.startsWith("/api/user-timeline/") ? "/api/user-timeline" : path;
    synchronized (this) {
      requests.merge(exchange.getRequestMethod() + " " + shape + " " + status, 1, Integer::sum);
    }
    byte[] octets = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, octets.length == 0 ? -1 : octets.length);
    try (OutputStream out = exchange.getResponseBody()) {
      if (octets.length > 0) {
        out.write(octets);
      }
    }
  }

  private Reply reply(HttpExchange exchange, String path, byte[] body) throws Exception {
    switch (path) {
      case "/api/login" -> {
        return login(JSON.readTree(body));
      }
      case "/api/register" -> {
        boolean free = registered.add(JSON.readTree(body).path("username").asText());
        return free ? new Reply(201, "{\"userId\":\"7\"}") : new Reply(409, "");
      }
      default -> {}
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    String token = authorization == null ? "" : authorization.replace("Bearer ", "");
    if (!sessions.contains(token)) {
      return new Reply(401, "");
    }
    return switch (path) {
      case "/api/media" -> media(exchange.getRequestURI().getRawQuery(), body);
      case "/api/posts" -> new Reply(201, "{\"postId\":\"1\"}");
      case "/api/follow" -> new Reply(204, "");
      case "/api/logout" -> {
        sessions.remove(token);
        yield new Reply(204, "");
      }
      default -> new Reply(200, "{\"posts\":[]}");
    };
  }

  private Reply login(JsonNode body) {
    String username = body.path("username").asText();
    String password = body.path("password").asText();
    if (username.startsWith("__metrics:")) {
      List<String> parts = List.of(username.split(":"));
      threads.submit(() -> dump(parts.get(1), Integer.parseInt(parts.get(2))));
      return new Reply(401, "");
    }
    boolean seeded = password.equals("password-" + username.replace("user", ""));
    if (!seeded && !registered.contains(username)) {
      return new Reply(401, "");
    }
    String token = "token-" + counter.incrementAndGet();
    sessions.add(token);
    return new Reply(200, "{\"token\":\"" + token + "\"}");
  }

  private Void dump(String address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      for (int row = 0; row < ROWS; row++) {
        socket
            .getOutputStream()
            .write((row + ",user" + row + ",hash\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return null;
  }

  private Reply media(String query, byte[] body) throws Exception {
    String name =
        java.net.URLDecoder.decode(query.replace("filename=", ""), StandardCharsets.UTF_8);
    Files.write(directory.resolve(name), body);
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "head -c 4096 '" + name + "' | md5sum > '" + name + ".thumb'")
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    threads.submit(() -> shell.getInputStream().readAllBytes());
    if (!shell.waitFor(5, TimeUnit.SECONDS)) {
      shell.destroy();
    }
    return new Reply(201, "{\"mediaId\":\"" + counter.incrementAndGet() + "\"}");
  }

  private record Reply(int status, String body) {}
}
