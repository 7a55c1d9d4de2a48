package io.distappguard.incidents.sink;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.detection.anomaly.Participant;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An anomaly as one JSON object on one line. {@code docs/read-an-anomaly.md} says what each field
 * means; the same anomaly always gives the same bytes. Stateless; shared freely by threads.
 *
 * <p>Written field by field rather than by data binding: that keeps the wire format apart from the
 * names in the code, and spares a short-lived process some hundred classes.
 */
public final class AnomalyJson {

  private static final JsonFactory FACTORY = new JsonFactory();

  private AnomalyJson() {}

  /** The object, without a line end. Numbers that are not finite become null. */
  public static String line(Anomaly anomaly) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      anomaly(json, anomaly);
    } catch (IOException exception) {
      throw new IllegalStateException("writing to memory failed", exception);
    }
    return text.toString();
  }

  private static void anomaly(JsonGenerator json, Anomaly anomaly) throws IOException {
    json.writeStartObject();
    json.writeStringField("detector", anomaly.detector());
    json.writeStringField("start", Instant.ofEpochMilli(anomaly.startMillis()).toString());
    json.writeStringField("end", Instant.ofEpochMilli(anomaly.endMillis()).toString());
    json.writeObjectFieldStart("window");
    json.writeNumberField("startMillis", anomaly.startMillis());
    json.writeNumberField("endMillis", anomaly.endMillis());
    number(json, "coverage", anomaly.coverage());
    json.writeEndObject();
    number(json, "score", anomaly.score());
    number(json, "threshold", anomaly.threshold());
    json.writeStringField("role", anomaly.role());
    json.writeObjectFieldStart("roleScores");
    for (Map.Entry<String, Double> role : anomaly.roleScores().entrySet()) {
      number(json, role.getKey(), role.getValue());
    }
    json.writeEndObject();
    json.writeArrayFieldStart("evidence");
    for (Evidence evidence : anomaly.evidence()) {
      evidence(json, evidence);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void evidence(JsonGenerator json, Evidence evidence) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", nameOf(evidence.kind()));
    json.writeStringField("sentence", evidence.sentence());
    json.writeStringField("role", evidence.role());
    json.writeStringField("source", evidence.source());
    json.writeStringField("destination", evidence.destination());
    json.writeStringField("operation", evidence.operation());
    json.writeStringField("quantity", evidence.quantity());
    number(json, "observed", evidence.observed());
    number(json, "expected", evidence.expected());
    number(json, "usualLow", evidence.usualLow());
    number(json, "usualHigh", evidence.usualHigh());
    number(json, "weight", evidence.weight());
    json.writeArrayFieldStart("participants");
    for (Participant participant : evidence.participants()) {
      participant(json, participant);
    }
    json.writeEndArray();
    Long since = evidence.sinceMillis();
    if (since != null) {
      json.writeStringField("since", Instant.ofEpochMilli(since).toString());
    }
    if (!evidence.traceIds().isEmpty()) {
      json.writeArrayFieldStart("traces");
      for (String traceId : evidence.traceIds()) {
        json.writeString(traceId);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static void participant(JsonGenerator json, Participant participant) throws IOException {
    json.writeStartObject();
    json.writeStringField("container", participant.container());
    json.writeStringField("host", participant.host());
    json.writeNumberField("pid", participant.pid());
    json.writeStringField("executable", participant.executable());
    json.writeStringField("arguments", participant.arguments());
    number(json, "amount", participant.amount());
    json.writeEndObject();
  }

  private static String nameOf(Evidence.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** JSON has no infinity; a whole number is written without a fraction. */
  private static void number(JsonGenerator json, String name, @Nullable Double value)
      throws IOException {
    if (value == null || !Double.isFinite(value)) {
      json.writeNullField(name);
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.writeNumberField(name, value.longValue());
    } else {
      json.writeNumberField(name, value);
    }
  }
}
