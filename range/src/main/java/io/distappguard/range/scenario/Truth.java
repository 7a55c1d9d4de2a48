package io.distappguard.range.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.List;
import java.util.Map;

/**
 * What really happened in a run, as {@code truth.json} holds it. All times in milliseconds since
 * 1970.
 *
 * @param run its name
 * @param seed the plan's
 * @param startMillis when the first container was being started
 * @param serveMillis when the application was healthy; the workload starts then
 * @param endMillis when the workload had ended; what comes later is shutting down
 * @param kind the plan's
 * @param calendar the compressed day, as the application's operators would declare theirs
 * @param events operations, hard cases, deploys and attacks, in order of their start
 */
public record Truth(
    String run,
    long seed,
    long startMillis,
    long serveMillis,
    long endMillis,
    String kind,
    Calendar calendar,
    List<Event> events) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * The day users live by.
   *
   * @param dayMillis its length
   * @param originMillis a moment at which one began
   */
  public record Calendar(long dayMillis, long originMillis) {}

  /**
   * Something that happened.
   *
   * @param kind {@code attack}, {@code hard-case}, {@code operation}, or {@code deploy} for what
   *     operators declare
   * @param name what it was
   */
  public record Event(
      String kind, String name, long startMillis, long endMillis, Map<String, Object> parameters) {}

  /** An attack as its own program wrote it down. */
  static Event attack(String json) throws JsonProcessingException {
    JsonNode node = JSON.readTree(json);
    @SuppressWarnings("unchecked")
    Map<String, Object> parameters = JSON.convertValue(node.path("parameters"), Map.class);
    return new Event(
        "attack",
        node.path("name").asText(),
        node.path("startMillis").asLong(),
        node.path("endMillis").asLong(),
        parameters);
  }

  public String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of text and numbers always serialise", e);
    }
  }
}
