package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.EdgeFolding;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.behaviour.window.Window;
import io.distappguard.behaviour.window.WindowStream;
import io.distappguard.detection.anomaly.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** The windows of a recording, scored one by one. */
final class ScoredStream {

  final BehaviourScoring scoring;
  final List<WindowScore> scores = new ArrayList<>();

  /** Scores all; {@code look} is called after each, while its evidence can be asked for. */
  ScoredStream(
      BehaviourModel model, BehaviourRecording recording, BiConsumer<Window, ScoredStream> look) {
    EdgeDictionary dictionary = new EdgeDictionary();
    scoring = new BehaviourScoring(model, dictionary);
    BehaviourConfiguration configuration = model.configuration();
    WindowStream stream =
        new WindowStream(
            configuration.scales().getFirst().hopMillis(),
            configuration.intervalMillis(),
            configuration.phases(),
            window -> {
              scores.add(scoring.score(window));
              look.accept(window, this);
            });
    try {
      recording.replay(
          new EdgeFolding(
              dictionary, RoleIdentity.declared(), recording.networks(), model.groups(), stream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The score of the window that begins at a second of the recording. */
  WindowScore at(int second) {
    return scores.stream().filter(score -> isAt(score, second)).findFirst().orElseThrow();
  }

  /** Evidence of the window that begins at a second. */
  static List<Evidence> evidence(
      BehaviourModel model, BehaviourRecording recording, int second, List<String> roles) {
    List<Evidence> found = new ArrayList<>();
    new ScoredStream(
        model,
        recording,
        (window, stream) -> {
          if (isAt(stream.scores.getLast(), second)) {
            found.addAll(stream.scoring.evidence(window, roles));
          }
        });
    return found;
  }

  private static boolean isAt(WindowScore score, int second) {
    return score.startMillis() == GeneratedApplication.millis(second);
  }
}
