package io.distappguard.range.service.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the gateway's routes need to know of an HTTP request; read once, then closed. */
final class Request {

  /** The largest body that is read, in octets. */
  static final int MOST_OCTETS = 4 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpExchange exchange;
  private final byte[] body;
  private final Map<String, String> query;

  Request(HttpExchange exchange) throws IOException {
    this.exchange = exchange;
    this.body = exchange.getRequestBody().readNBytes(MOST_OCTETS + 1);
    if (body.length > MOST_OCTETS) {
      throw new HttpProblem(413, "body: more than %d octets".formatted(MOST_OCTETS));
    }
    this.query = query(exchange.getRequestURI().getRawQuery());
  }

  String method() {
    return exchange.getRequestMethod();
  }

  String path() {
    return exchange.getRequestURI().getPath();
  }

  byte[] body() {
    return body;
  }

  /** The body as a JSON object. */
  JsonNode json() {
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree != null && tree.isObject()) {
        return tree;
      }
    } catch (JsonProcessingException e) {
      throw new HttpProblem(400, "body: not JSON");
    } catch (IOException e) {
      throw new HttpProblem(400, "body: not readable");
    }
    throw new HttpProblem(400, "body (expected: a JSON object)");
  }

  /** A text of the body that must be there. */
  String text(String field) {
    JsonNode value = json().path(field);
    if (!value.isTextual()) {
      throw new HttpProblem(400, field + " (expected: a text)");
    }
    return value.textValue();
  }

  String parameter(String name, String otherwise) {
    return query.getOrDefault(name, otherwise);
  }

  int number(String name, int otherwise) {
    try {
      return Integer.parseInt(parameter(name, Integer.toString(otherwise)));
    } catch (NumberFormatException e) {
      throw new HttpProblem(400, name + " (expected: a whole number)");
    }
  }

  /** The session token the client shows. */
  String token() {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization == null || !authorization.startsWith("Bearer ")) {
      throw new HttpProblem(401, "log in first");
    }
    return authorization.substring("Bearer ".length());
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String part : raw.split("&", -1)) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          query.put(decode(part.substring(0, equals)), decode(part.substring(equals + 1)));
        }
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      throw new HttpProblem(400, "query: not decodable");
    }
  }
}
