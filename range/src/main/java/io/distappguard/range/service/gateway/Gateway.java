package io.distappguard.range.service.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.distappguard.range.service.platform.Channels;
import io.distappguard.range.service.platform.ServiceSettings;
import io.distappguard.range.service.platform.Tracing;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Role gateway: answers HTTP with the work of the other services, and starts the trace of every
 * request with a span named after its route.
 */
public final class Gateway implements AutoCloseable {

  private static final int THREADS = 8;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final Tracer tracer;
  private final Routes routes;

  /**
   * Starts to listen.
   *
   * @throws IOException when the address is taken
   */
  public Gateway(ServiceSettings settings, Channels channels, Tracing tracing) throws IOException {
    // without these the JDK's server answers 40 ms late and wakes up all the time to look for
    // connections to close
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.idleInterval", "3600");
    System.setProperty("sun.net.httpserver.clockTick", "3600000");
    tracer = tracing.tracer();
    routes = new Routes(channels);
    server =
        HttpServer.create(new InetSocketAddress(settings.address(), settings.role().port()), 128);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @Override
  public void close() {
    server.stop(1);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      Route route = Route.of(method, path);
      Span span =
          tracer
              .spanBuilder(route.spanName(method))
              .setSpanKind(SpanKind.SERVER)
              .setNoParent()
              .setAttribute("http.request.method", method)
              .setAttribute("http.route", route.template())
              .setAttribute("url.path", path)
              .setAttribute("client.address", client(exchange))
              .startSpan();
      try (Scope scope = span.makeCurrent()) {
        Response response = respond(route, exchange);
        span.setAttribute("http.response.status_code", response.status());
        if (response.status() >= 500) {
          span.setStatus(StatusCode.ERROR);
        }
        send(exchange, response);
      } finally {
        span.end();
      }
    }
  }

  private Response respond(Route route, HttpExchange exchange) throws IOException {
    try {
      return routes.answer(route, new Request(exchange));
    } catch (HttpProblem e) {
      return Response.problem(e.status(), String.valueOf(e.getMessage()));
    } catch (StatusRuntimeException e) {
      String description = e.getStatus().getDescription();
      return Response.problem(
          httpStatus(e.getStatus().getCode()), description == null ? "failed" : description);
    }
  }

  private static int httpStatus(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> 400;
      case UNAUTHENTICATED -> 401;
      case NOT_FOUND -> 404;
      case ALREADY_EXISTS -> 409;
      case UNAVAILABLE -> 503;
      case DEADLINE_EXCEEDED -> 504;
      default -> 500;
    };
  }

  private static void send(HttpExchange exchange, Response response) throws IOException {
    if (response.location() != null) {
      exchange.getResponseHeaders().set("Location", response.location());
    }
    if (response.body() == null) {
      exchange.sendResponseHeaders(response.status(), -1);
      return;
    }
    byte[] octets = response.body().toString().getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(response.status(), octets.length);
    exchange.getResponseBody().write(octets);
  }

  /** The client's address as the proxy in front tells it, else the peer's. */
  private static String client(HttpExchange exchange) {
    String forwarded = exchange.getRequestHeaders().getFirst("X-Forwarded-For");
    return forwarded != null
        ? forwarded.split(",", 2)[0].strip()
        : exchange.getRemoteAddress().getAddress().getHostAddress();
  }
}
