package io.distappguard.range.service.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway answers.
 *
 * @param status the HTTP status
 * @param body the JSON body, or null for none
 * @param location where a redirect leads, or null
 */
record Response(int status, @Nullable JsonNode body, @Nullable String location) {

  static Response json(int status, JsonNode body) {
    return new Response(status, body, null);
  }

  static Response empty(int status) {
    return new Response(status, null, null);
  }

  static Response redirect(String location) {
    return new Response(302, null, location);
  }

  static Response problem(int status, String message) {
    return json(status, JsonNodeFactory.instance.objectNode().put("error", message));
  }
}
