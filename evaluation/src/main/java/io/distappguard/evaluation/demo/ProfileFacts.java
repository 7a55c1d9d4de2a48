package io.distappguard.evaluation.demo;

import io.distappguard.behaviour.learn.BehaviourLearning;
import io.distappguard.behaviour.learn.LearningReport;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.traffic.learn.TrafficLearning;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.profile.TrafficProvenance;
import java.util.LinkedHashMap;
import java.util.Map;

/** What was learned, as name and value. */
final class ProfileFacts {

  private ProfileFacts() {}

  static Map<String, Object> of(BehaviourLearning.Learned learned) {
    LearningReport report = learned.report();
    Calibration calibration = learned.profile().alarm().calibration();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("roles", report.roles().size());
    facts.put("edges", report.edges());
    facts.put("rareEdges", report.rareEdges());
    facts.put("features", report.features());
    facts.put(
        "parameters", learned.profile().model().scales().getFirst().autoencoder().parameterCount());
    facts.put("trainingWindows", learned.profile().provenance().windowsUsed());
    facts.put("calibrationWindows", calibration.windows());
    facts.put("threshold", report.threshold());
    facts.put("promisedRate", calibration.promisedRate());
    facts.put("expectedRate", calibration.expectedRate());
    facts.put("promise", report.promise());
    return facts;
  }

  static Map<String, Object> of(TrafficLearning.Learned learned) {
    TrafficProfile profile = learned.profile();
    Calibration calibration = profile.alarm().calibration();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("clusters", profile.clusters().size());
    facts.put("chains", profile.chains().state().chains().size());
    facts.put("operations", profile.chains().operations().size());
    facts.put("rareChains", profile.chains().rareWeight());
    facts.put("parameters", TrafficComparators.parameters(profile));
    facts.put("windowSeconds", profile.configuration().windowMillis() / 1e3);
    facts.put(
        "trainingWindows",
        profile.provenance().recordings().stream()
            .filter(source -> source.use().equals("training"))
            .mapToInt(TrafficProvenance.Source::windows)
            .sum());
    facts.put("calibrationWindows", calibration.windows());
    facts.put("threshold", profile.threshold());
    facts.put("promisedRate", calibration.promisedRate());
    facts.put("expectedRate", calibration.expectedRate());
    facts.put("promise", calibration.promise());
    return facts;
  }
}
