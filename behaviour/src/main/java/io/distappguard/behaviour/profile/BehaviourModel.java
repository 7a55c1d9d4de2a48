package io.distappguard.behaviour.profile;

import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.graph.PathGroups;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that is needed to score a window: a profile without its threshold and provenance.
 *
 * @param groups folders whose files count as one
 * @param usualInstances containers each role usually has
 * @param scales one for each time scale of the configuration, in its order
 * @param trainingWindows benign windows the vocabulary was made from
 * @param unseenUnit strength of unseen edges that scores 1
 */
public record BehaviourModel(
    BehaviourConfiguration configuration,
    PathGroups groups,
    Vocabulary vocabulary,
    Map<String, Integer> usualInstances,
    List<ScaleProfile> scales,
    StartUpProfile startUps,
    int trainingWindows,
    double unseenUnit) {

  public BehaviourModel {
    scales = List.copyOf(scales);
    usualInstances = new TreeMap<>(usualInstances);
    if (scales.size() != configuration.scales().size()) {
      throw new IllegalArgumentException(
          "scales: "
              + scales.size()
              + " (expected: "
              + configuration.scales().size()
              + ", as configured)");
    }
  }

  /** Where each feature stands in the vector. */
  public FeatureLayout layout() {
    return new FeatureLayout(vocabulary, configuration.folding());
  }
}
