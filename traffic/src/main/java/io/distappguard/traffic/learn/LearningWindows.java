package io.distappguard.traffic.learn;

import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.profile.TrafficConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Recordings read once, to learn from them several times: which chains there are, and the windows
 * of each recording by its use.
 *
 * @param chains of the training
 */
public record LearningWindows(
    ChainClusters chains,
    List<RecordedTraffic> training,
    List<RecordedTraffic> validationA,
    List<RecordedTraffic> validationB) {

  public LearningWindows {
    training = List.copyOf(training);
    validationA = List.copyOf(validationA);
    validationB = List.copyOf(validationB);
  }

  /**
   * Learns the chains of the training, and reads all windows.
   *
   * @throws TooLittleTrafficException if training holds no calls
   * @throws IOException if a recording cannot be read
   */
  public static LearningWindows read(
      TrafficRecordings recordings,
      TrafficConfiguration configuration,
      TrafficLearningProgress progress)
      throws IOException {
    ChainClusters chains = ChainLearning.learn(recordings.training(), configuration);
    return read(recordings, chains, configuration, progress);
  }

  /**
   * Reads all windows with chains learned before.
   *
   * @throws IOException if a recording cannot be read
   */
  public static LearningWindows read(
      TrafficRecordings recordings,
      ChainClusters chains,
      TrafficConfiguration configuration,
      TrafficLearningProgress progress)
      throws IOException {
    TrafficReading reading = new TrafficReading(chains, configuration);
    return new LearningWindows(
        chains,
        windows(reading, recordings.training(), progress),
        windows(reading, recordings.validationA(), progress),
        windows(reading, recordings.validationB(), progress));
  }

  private static List<RecordedTraffic> windows(
      TrafficReading reading,
      List<? extends TrafficRecording> recordings,
      TrafficLearningProgress progress)
      throws IOException {
    List<RecordedTraffic> read = new ArrayList<>();
    for (TrafficRecording recording : recordings) {
      RecordedTraffic traffic = reading.windows(recording);
      progress.recordingRead(recording.name(), traffic.windows().size());
      read.add(traffic);
    }
    return read;
  }
}
