package io.distappguard.traffic.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.astgcn.AstgcnTraining;
import io.distappguard.traffic.generated.GeneratedTraffic;
import io.distappguard.traffic.learn.TrafficLearning;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.profile.CallActivity;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.profile.TrafficProfileFolder;
import io.distappguard.traffic.series.DeployEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application that was called and is not any more. */
class SilenceTest {

  private static final long WINDOW = 5_000;
  private static final TrafficProfile PROFILE = learn();

  @TempDir private Path folder = Path.of("");

  private final List<Anomaly> anomalies = new ArrayList<>();

  @Test
  void howSteadilyAnApplicationIsCalledIsLearned() {
    assertThat(PROFILE.activity()).isEqualTo(new CallActivity(1, 0, 360));
  }

  @Test
  void anApplicationThatIsNotCalledUntilItsRecordingEndsIsFoundWithinThreeWindows() {
    TrafficDetector detector = called(PROFILE, second -> second < 200);
    detector.finish(millis(230));

    Anomaly found = theSilence();
    assertThat(found.endMillis()).isEqualTo(millis(200) + 3 * WINDOW);
    assertThat(found.role()).isEqualTo("gateway");
    Evidence evidence = silence(found);
    assertThat(evidence.sinceMillis()).isEqualTo(millis(200));
    assertThat(evidence.observed()).isEqualTo(15);
    assertThat(evidence.sentence())
        .isEqualTo(
            "gateway was not called for 15 s; never for longer than 0 s in benign recordings"
                + " (360 windows of training)");
  }

  @Test
  void theReceiversClockMovesTheWindowsOnThoughNothingArrives() {
    TrafficDetector detector = called(PROFILE, second -> second < 200);
    detector.heardUntil(millis(212));
    assertThat(silences()).isEmpty();

    for (long second = 213; second <= 1_000; second++) {
      detector.heardUntil(millis(second));
    }

    assertThat(theSilence().endMillis()).isEqualTo(millis(200) + 3 * WINDOW);
  }

  @Test
  void aRecordingThatMerelyEndsIsNoSilence() {
    called(PROFILE, second -> second < 200).finish();
    assertThat(silences()).isEmpty();
  }

  @Test
  void aSourceThatDoesNotSayThatItWasThereIsNoSilence() {
    called(PROFILE, second -> second < 100 || second >= 250).finish();
    assertThat(silences()).isEmpty();
  }

  @Test
  void anApplicationThatIsCalledUntilItsRecordingEndsIsNotSilent() {
    called(PROFILE, second -> true).finish(millis(300));
    assertThat(anomalies).isEmpty();
  }

  @Test
  void aSilenceAfterAnotherIsToldAgain() {
    TrafficDetector detector = called(PROFILE, second -> second < 100);
    detector.heardUntil(millis(150));
    assertThat(silences()).hasSize(1);
    new GeneratedTraffic("later", 91, 300)
        .replay(call -> {
          if (call.startNanos() / 1_000_000 >= millis(160)) {
            detector.call(call);
          }
        });
    detector.finish(millis(340));
    assertThat(silences()).hasSize(2);
    assertThat(silence(silences().getLast()).sinceMillis()).isEqualTo(millis(300));
  }

  @Test
  void aSilenceLongerThanItsWindowsIsToldWithTheWindowThatMadeItTooLong() {
    TrafficDetector detector = called(with(new CallActivity(1, 9, 360)), second -> second < 200);
    detector.finish(millis(400));
    Anomaly found = theSilence();
    assertThat(found.startMillis()).isEqualTo(millis(300));
    assertThat(found.endMillis()).isEqualTo(millis(305));
  }

  @Test
  void noLongerThanTwiceWhatIsUsualIsNoSilence() {
    called(with(new CallActivity(1, 9, 360)), second -> second < 200).finish(millis(300));
    assertThat(silences()).isEmpty();
  }

  @Test
  void anApplicationThatIsCalledNowAndThenIsNeverSilent() {
    called(with(new CallActivity(0.9, 0, 360)), second -> second < 200).finish(millis(300));
    assertThat(silences()).isEmpty();
  }

  @Test
  void aProfileKeepsIt() throws IOException {
    ApplicationProfile.write(
        folder.resolve("p"), "shop", List.of(), List.of(TrafficProfileFolder.part(PROFILE)));
    TrafficProfile read = TrafficProfileFolder.read(ApplicationProfile.open(folder.resolve("p")));
    assertThat(read.activity()).isEqualTo(PROFILE.activity());
  }

  @Test
  void aProfileWithoutActivityLoads() throws IOException {
    ApplicationProfile.write(
        folder.resolve("p"), "shop", List.of(), List.of(TrafficProfileFolder.part(PROFILE)));
    ApplicationProfile opened = ApplicationProfile.open(folder.resolve("p"));
    Path part = opened.requirePart(TrafficProfileFolder.PART);
    Files.delete(part.resolve("activity.json"));
    assertThatThrownBy(() -> TrafficProfileFolder.read(opened))
        .hasMessageContaining("activity.json");
    Path head = part.resolve("profile.json");
    Files.writeString(
        head, Files.readString(head).replaceFirst("    \"activity.json\" : .*\n", ""));
    assertThat(TrafficProfileFolder.read(opened).activity()).isEqualTo(CallActivity.UNKNOWN);
  }

  @Test
  void aProfileFromBeforeNeverTellsSilence() {
    called(with(CallActivity.UNKNOWN), second -> second < 200).finish(millis(300));
    assertThat(silences()).isEmpty();
  }

  private TrafficDetector called(TrafficProfile profile, LongPredicate isCalled) {
    TrafficDetector detector =
        new TrafficDetector(
            profile,
            new GeneratedTraffic("benign", 91, 1).calendar(),
            DeployEvents.NONE,
            Long.MIN_VALUE,
            anomalies::add);
    new GeneratedTraffic("benign", 91, 300)
        .replay(call -> {
          if (isCalled.test((call.startNanos() / 1_000_000 - GeneratedTraffic.BEGIN) / 1_000)) {
            detector.call(call);
          }
        });
    return detector;
  }

  private Anomaly theSilence() {
    assertThat(silences()).hasSize(1);
    return silences().getFirst();
  }

  private List<Anomaly> silences() {
    return anomalies.stream()
        .filter(anomaly ->
            anomaly.evidence().stream().anyMatch(one -> one.kind() == Evidence.Kind.SILENT))
        .toList();
  }

  private static Evidence silence(Anomaly anomaly) {
    return anomaly.evidence().stream()
        .filter(one -> one.kind() == Evidence.Kind.SILENT)
        .findFirst()
        .orElseThrow();
  }

  private static long millis(long second) {
    return GeneratedTraffic.BEGIN + second * 1_000;
  }

  private static TrafficProfile with(CallActivity activity) {
    return new TrafficProfile(
        PROFILE.configuration(),
        PROFILE.dayMillis(),
        PROFILE.cycles(),
        PROFILE.chains(),
        PROFILE.clusters(),
        PROFILE.rare(),
        PROFILE.novel(),
        activity,
        PROFILE.alarm(),
        PROFILE.provenance());
  }

  private static TrafficProfile learn() {
    try {
      return TrafficLearning.learn(
              new BenignRecordings<>(
                  List.of(
                      new GeneratedTraffic("training-1", 1, 900),
                      new GeneratedTraffic("training-2", 2, 900)),
                  List.of(new GeneratedTraffic("validation-a", 3, 900)),
                  List.of(new GeneratedTraffic("validation-b", 4, 900))),
              TrafficConfiguration.standard(1),
              AstgcnTraining.standard(),
              TrafficLearningProgress.SILENT)
          .profile();
    } catch (IOException e) {
      throw new IllegalStateException("nothing is read from disk", e);
    }
  }
}
