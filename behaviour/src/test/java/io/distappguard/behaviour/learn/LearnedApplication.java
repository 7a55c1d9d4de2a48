package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.telemetry.recording.BenignRecordings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.UnaryOperator;

/** The generated application, learned once for all tests. */
public final class LearnedApplication {

  private static final BehaviourLearning.Learned LEARNED = learn();

  private LearnedApplication() {}

  public static BehaviourLearning.Learned learned() {
    return LEARNED;
  }

  /** Learns anew; the same every time. */
  public static BehaviourLearning.Learned learn() {
    return learn(UnaryOperator.identity());
  }

  /** Learns with another network; the same every time. */
  public static BehaviourLearning.Learned learn(UnaryOperator<BlockStructure> network) {
    try {
      return BehaviourLearning.learn(
          new BenignRecordings<>(
              List.of(
                  new GeneratedApplication("training-1", 1, 1500),
                  new GeneratedApplication("training-2", 2, 900)
                      .restarted("text", 300)
                      .scaled("text", 500, 650, 2)),
              List.of(new GeneratedApplication("validation-a", 3, 600).restarted("user", 300)),
              List.of(new GeneratedApplication("validation-b", 4, 900))),
          BehaviourConfiguration.standard(7),
          network,
          LearningProgress.SILENT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
