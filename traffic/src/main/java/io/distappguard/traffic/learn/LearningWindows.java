package io.distappguard.traffic.learn;

import static java.util.function.Predicate.not;

import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.LeftOutChains;
import io.distappguard.traffic.series.TrafficWindow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Recordings read once, to learn from them several times: which chains there are, and the windows
 * of each recording by its use.
 *
 * <p>Forecasts are learned from recordings that say what day they live by, where any do: a
 * forecaster takes a time of day that is not known for one that is. The threshold is set on all of
 * validation B, so that it holds for either sort.
 *
 * @param chains of the training, all of it
 * @param chainsOnly training that says no day while other recordings do
 * @param unused validation A that says no day while other recordings do
 */
public record LearningWindows(
    ChainClusters chains,
    List<RecordedTraffic> training,
    List<RecordedTraffic> validationA,
    List<RecordedTraffic> validationB,
    List<RecordedTraffic> chainsOnly,
    List<RecordedTraffic> unused) {

  public LearningWindows {
    training = List.copyOf(training);
    validationA = List.copyOf(validationA);
    validationB = List.copyOf(validationB);
    chainsOnly = List.copyOf(chainsOnly);
    unused = List.copyOf(unused);
  }

  /**
   * Learns the chains of the training, and reads all windows.
   *
   * @throws TooLittleTrafficException if training holds no calls
   * @throws IOException if a recording cannot be read
   */
  public static LearningWindows read(
      BenignRecordings<? extends TrafficRecording> recordings,
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
      BenignRecordings<? extends TrafficRecording> recordings,
      ChainClusters chains,
      TrafficConfiguration configuration,
      TrafficLearningProgress progress)
      throws IOException {
    TrafficReading reading = new TrafficReading(chains, configuration);
    List<RecordedTraffic> training = windows(reading, recordings.training(), progress);
    List<RecordedTraffic> validationA = windows(reading, recordings.validationA(), progress);
    List<RecordedTraffic> validationB = windows(reading, recordings.validationB(), progress);
    if (training.stream().noneMatch(LearningWindows::saysItsDay)
        || validationA.stream().noneMatch(LearningWindows::saysItsDay)) {
      return new LearningWindows(chains, training, validationA, validationB, List.of(), List.of());
    }
    return new LearningWindows(
        chains,
        training.stream().filter(LearningWindows::saysItsDay).toList(),
        validationA.stream().filter(LearningWindows::saysItsDay).toList(),
        validationB,
        training.stream().filter(not(LearningWindows::saysItsDay)).toList(),
        validationA.stream().filter(not(LearningWindows::saysItsDay)).toList());
  }

  /**
   * Cycles of the calendar that the training holds whole, but for a tenth. Looks at all its windows
   * each time.
   */
  public CalendarCycles cycles() {
    boolean[] hours = new boolean[24];
    boolean[] days = new boolean[4 * 7];
    for (RecordedTraffic recorded : training) {
      Calendar calendar = recorded.recording().calendar();
      if (calendar != null) {
        for (TrafficWindow window : recorded.windows()) {
          hours[(int) (calendar.dayPhase(window.startMillis()) * hours.length)] = true;
          days[(int) (calendar.weekPhase(window.startMillis()) * days.length)] = true;
        }
      }
    }
    if (!isWhole(hours)) {
      return CalendarCycles.NONE;
    }
    return isWhole(days) ? CalendarCycles.DAY_AND_WEEK : CalendarCycles.DAY;
  }

  /** Of each recording the chains that are in no window, where there are any. */
  public List<LeftOut> leftOut() {
    return Stream.of(training, chainsOnly, validationA, unused, validationB)
        .flatMap(List::stream)
        .filter(recorded -> recorded.leftOut().sum() > 0)
        .map(recorded -> new LeftOut(recorded.recording().name(), recorded.leftOut()))
        .toList();
  }

  /** Chains of a recording that nothing is learned from. */
  public record LeftOut(String recording, LeftOutChains chains) {}

  private static boolean isWhole(boolean[] parts) {
    int held = 0;
    for (boolean part : parts) {
      held += part ? 1 : 0;
    }
    return held >= 0.9 * parts.length;
  }

  private static boolean saysItsDay(RecordedTraffic recorded) {
    return recorded.recording().calendar() != null;
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
