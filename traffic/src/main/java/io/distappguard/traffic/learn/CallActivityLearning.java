package io.distappguard.traffic.learn;

import io.distappguard.traffic.profile.CallActivity;
import io.distappguard.traffic.series.TrafficWindow;
import java.util.List;
import java.util.stream.Stream;

/** Learns how steadily an application is called, so that its silence can be told from idleness. */
final class CallActivityLearning {

  private CallActivityLearning() {}

  static CallActivity of(LearningWindows learned) {
    List<TrafficWindow> training =
        Stream.of(learned.training(), learned.chainsOnly())
            .flatMap(List::stream)
            .flatMap(recorded -> recorded.windows().stream())
            .toList();
    long called = training.stream().filter(window -> window.chains() > 0).count();
    int longest =
        Stream.of(
                learned.training(),
                learned.chainsOnly(),
                learned.validationA(),
                learned.unused(),
                learned.validationB())
            .flatMap(List::stream)
            .mapToInt(recorded -> longestSilence(recorded.windows()))
            .max()
            .orElse(0);
    return new CallActivity(
        training.isEmpty() ? 0 : called / (double) training.size(), longest, training.size());
  }

  /** By time and not by windows: of a long silence there are only the first ones. */
  private static int longestSilence(List<TrafficWindow> windows) {
    long longest = 0;
    long calledUntil = windows.isEmpty() ? 0 : windows.getFirst().startMillis();
    for (TrafficWindow window : windows) {
      long length = window.endMillis() - window.startMillis();
      boolean called = window.chains() > 0;
      long until = called ? window.startMillis() : window.endMillis();
      longest = Math.max(longest, (until - calledUntil) / length);
      calledUntil = called ? window.endMillis() : calledUntil;
    }
    return Math.toIntExact(Math.min(longest, Integer.MAX_VALUE));
  }
}
