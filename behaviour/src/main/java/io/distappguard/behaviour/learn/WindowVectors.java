package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.detect.BehaviourScoring;
import io.distappguard.behaviour.detect.ScaleScoring;
import io.distappguard.behaviour.feature.FeatureExtraction;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.EdgeFolding;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.behaviour.window.Deployment;
import io.distappguard.behaviour.window.WindowStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The windows of a recording as plain vectors, for other detectors to be compared with ours on the
 * same input: the scaled features of the first time scale, followed by the strength of the unseen
 * edges of each role. What is doubtful because containers come or go stands at its most usual
 * value, so that others profit from what ours knows of containers.
 */
public final class WindowVectors {

  private WindowVectors() {}

  /**
   * One window after the deployment.
   *
   * @param exact whether no container was coming or going
   * @param complete whether the source lost nothing of it
   * @param values {@code [features + roles]}
   */
  @SuppressWarnings("ArrayRecordComponent") // given away, compared by nobody
  public record WindowVector(
      long startMillis, long endMillis, boolean exact, boolean complete, float[] values) {}

  /** All windows of a recording after its deployment, in order of time. */
  public static List<WindowVector> of(BehaviourModel model, BehaviourRecording recording)
      throws IOException {
    EdgeDictionary dictionary = new EdgeDictionary();
    FeatureLayout layout = model.layout();
    FeatureExtraction extraction =
        new FeatureExtraction(layout, dictionary, model.groups(), model.usualInstances());
    Deployment deployment = new Deployment(model.configuration().phases(), model.rolesToWaitFor());
    ScaleScoring scoring =
        new ScaleScoring(model.scales().getFirst(), layout, model.configuration());
    List<WindowVector> vectors = new ArrayList<>();
    WindowStream stream =
        new WindowStream(
            model.configuration().scales().getFirst().hopMillis(),
            model.configuration().intervalMillis(),
            model.configuration().phases(),
            window -> {
              if (!deployment.contains(window)) {
                FeatureWindow features = extraction.extract(window);
                vectors.add(
                    new WindowVector(
                        window.startMillis(),
                        window.endMillis(),
                        features.exact(),
                        window.coverage().complete(),
                        values(model, scoring, features, extraction)));
              }
            });
    recording.replay(
        new EdgeFolding(
            dictionary, RoleIdentity.declared(), recording.networks(), model.groups(), stream));
    return vectors;
  }

  /** Indexes of the unseen edges' strengths in the values of a window. */
  public static int[] unseenIndexes(BehaviourModel model) {
    int[] indexes = new int[model.vocabulary().roles().size()];
    for (int role = 0; role < indexes.length; role++) {
      indexes[role] = model.layout().size() + role;
    }
    return indexes;
  }

  private static float[] values(
      BehaviourModel model,
      ScaleScoring scoring,
      FeatureWindow features,
      FeatureExtraction extraction) {
    List<String> roles = model.vocabulary().roles();
    int size = model.layout().size();
    float[] values = Arrays.copyOf(scoring.vector(features), size + roles.size());
    Map<String, Double> unseen = BehaviourScoring.unseenStrengths(features, extraction);
    for (int role = 0; role < roles.size(); role++) {
      double strength = unseen.getOrDefault(roles.get(role), 0.0) / model.unseenUnit();
      values[size + role] = (float) Math.min(strength, model.configuration().clip());
    }
    return values;
  }
}
