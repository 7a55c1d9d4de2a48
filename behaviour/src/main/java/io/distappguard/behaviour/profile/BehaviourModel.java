package io.distappguard.behaviour.profile;

import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.graph.PathGroups;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that is needed to score a window: a profile without its threshold and provenance.
 *
 * @param groups folders whose files count as one
 * @param usualInstances containers each role usually has
 * @param activity how steadily each role acts; empty in profiles of before it was learned
 * @param scales one for each time scale of the configuration, in its order
 * @param trainingWindows benign windows the vocabulary was made from
 * @param unseenUnit strength of unseen edges that scores 1
 */
public record BehaviourModel(
    BehaviourConfiguration configuration,
    PathGroups groups,
    Vocabulary vocabulary,
    Map<String, Integer> usualInstances,
    Map<String, RoleActivity> activity,
    List<ScaleProfile> scales,
    StartUpProfile startUps,
    int trainingWindows,
    double unseenUnit) {

  public BehaviourModel {
    scales = List.copyOf(scales);
    usualInstances = new TreeMap<>(usualInstances);
    activity = new TreeMap<>(activity);
    if (scales.size() != configuration.scales().size()) {
      throw new IllegalArgumentException(
          "scales: "
              + scales.size()
              + " (expected: "
              + configuration.scales().size()
              + ", as configured)");
    }
  }

  /** Roles without which the application is not yet deployed. */
  public Set<String> rolesToWaitFor() {
    if (activity.isEmpty()) {
      return usualInstances.keySet();
    }
    Set<String> regular = new TreeSet<>(usualInstances.keySet());
    regular.removeIf(role -> {
      RoleActivity ofRole = activity.get(role);
      return ofRole == null || !ofRole.actsRegularly();
    });
    return regular;
  }

  /** Where each feature stands in the vector. */
  public FeatureLayout layout() {
    return new FeatureLayout(vocabulary, configuration.folding());
  }
}
