package io.distappguard.range.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.range.deployment.RangeFailure;
import io.distappguard.range.workload.FlashCrowd;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads a {@link Plan} from JSON. */
public final class PlanFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fields of an attack that say when and what; any other is an option of its program. */
  private static final Set<String> OWN_FIELDS = Set.of("at", "do", "class", "seconds");

  private static final double USUAL_AMPLITUDE = 0.6;

  private PlanFile() {}

  /**
   * Reads and checks the plan.
   *
   * @throws RangeFailure naming the file and the field when it is not a plan
   */
  public static Plan read(Path file) {
    try {
      JsonNode root = JSON.readTree(file.toFile());
      List<Plan.Action> actions = new ArrayList<>();
      for (JsonNode action : root.path("actions")) {
        actions.add(action(action));
      }
      return new Plan(
          text(root, "name"),
          text(root, "kind"),
          number(root, "seed").asLong(),
          number(root, "seconds").asInt(),
          number(root, "rate").asDouble(),
          number(root, "daySeconds").asDouble(),
          root.path("amplitude").asDouble(USUAL_AMPLITUDE),
          root.path("dayStart").asDouble(0),
          root.path("systemCalls").asBoolean(true),
          actions);
    } catch (IOException | IllegalArgumentException | RangeFailure e) {
      throw new RangeFailure(file + ": " + e.getMessage(), e);
    }
  }

  private static Plan.Action action(JsonNode node) {
    int at = number(node, "at").asInt();
    return switch (text(node, "do")) {
      case "scale" ->
          new Plan.Scale(
              at,
              text(node, "role"),
              number(node, "replicas").asInt(),
              number(node, "until").asInt());
      case "rolling-restart" -> new Plan.RollingRestart(at, text(node, "role"));
      case "deploy" -> new Plan.Deploy(at, text(node, "role"), text(node, "version"));
      case "latency" ->
          new Plan.Latency(
              at,
              text(node, "role"),
              number(node, "millis").asInt(),
              number(node, "until").asInt());
      case "flash-crowd" ->
          new Plan.Crowd(
              new FlashCrowd(
                  text(node, "operation"),
                  node.path("rank").asInt(0),
                  at,
                  number(node, "rise").asDouble(),
                  number(node, "stay").asDouble(),
                  number(node, "fall").asDouble(),
                  number(node, "peak").asDouble()));
      case "day-edge" -> new Plan.DayEdge(at, number(node, "until").asInt());
      case "attack" ->
          new Plan.Attack(
              at, text(node, "class"), number(node, "seconds").asInt(), programOptions(node));
      case String other ->
          throw new IllegalArgumentException(
              "do: "
                  + other
                  + " (expected: scale, rolling-restart, deploy, latency, flash-crowd, day-edge or"
                  + " attack)");
    };
  }

  private static List<String> programOptions(JsonNode node) {
    List<String> options = new ArrayList<>();
    node.properties().stream()
        .filter(field -> !OWN_FIELDS.contains(field.getKey()))
        .forEach(field -> {
          options.add("--" + field.getKey());
          options.add(field.getValue().asText());
        });
    return options;
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    Plan.require(value.isTextual(), field, value, "text");
    return value.asText();
  }

  private static JsonNode number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    Plan.require(value.isNumber(), field, value, "a number");
    return value;
  }
}
