package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.DetectorResult;
import java.util.Locale;
import java.util.Map;

/** What a detector learned, in a sentence. */
final class ProfileWords {

  private ProfileWords() {}

  static String of(DetectorResult detector) {
    Map<String, Object> profile = detector.profile();
    return switch (detector.name()) {
      case BehaviourStudy.NAME ->
          String.format(
              Locale.ROOT,
              "behaviour, from system calls: %s roles, %s edges, %s features, learned from %s"
                  + " windows.",
              profile.get("roles"),
              profile.get("edges"),
              profile.get("features"),
              profile.get("trainingWindows"));
      case TrafficStudy.NAME ->
          String.format(
              Locale.ROOT,
              "traffic, from remote calls: %s clusters of %s chains over %s operations, learned"
                  + " from %s windows.",
              profile.get("clusters"),
              profile.get("chains"),
              profile.get("operations"),
              profile.get("trainingWindows"));
      default -> detector.name();
    };
  }
}
