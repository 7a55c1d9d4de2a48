package io.distappguard.evaluation.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;

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
    json.set("comparators", MAPPER.valueToTree(result.comparators()));
    json.set("profile", MAPPER.valueToTree(result.profile()));
    return json;
  }
}
