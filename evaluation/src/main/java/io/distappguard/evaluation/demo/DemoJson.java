package io.distappguard.evaluation.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.distappguard.evaluation.demo.DemoResult.DetectorResult;

/** The public face of a result as one JSON object. */
final class DemoJson {

  private static final ObjectMapper MAPPER =
      new ObjectMapper().configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);

  private DemoJson() {}

  static ObjectNode of(DemoResult result) {
    ObjectNode json = MAPPER.createObjectNode();
    json.set("attacks", MAPPER.valueToTree(result.attacks()));
    json.set("benign", MAPPER.valueToTree(result.benign()));
    json.set("hardCases", MAPPER.valueToTree(result.hardCases()));
    json.set("curves", MAPPER.valueToTree(result.curves()));
    ArrayNode comparators = json.putArray("comparators");
    ObjectNode profile = json.putObject("profile");
    ArrayNode detectors = json.putArray("detectors");
    for (DetectorResult detector : result.detectors()) {
      detector.comparators().forEach(one -> comparators.add(MAPPER.<ObjectNode>valueToTree(one)));
      profile.set(detector.name(), MAPPER.valueToTree(detector.profile()));
      detectors.add(of(detector));
    }
    return json;
  }

  private static ObjectNode of(DetectorResult detector) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("name", detector.name());
    json.put("judgedAfterSeconds", detector.delayMillis() / 1e3);
    json.set("attacks", MAPPER.valueToTree(detector.attacks()));
    json.set("benign", MAPPER.valueToTree(detector.benign()));
    json.set("hardCases", MAPPER.valueToTree(detector.hardCases()));
    json.set("comparators", MAPPER.valueToTree(detector.comparators()));
    json.set("remarks", MAPPER.valueToTree(detector.remarks()));
    return json;
  }
}
