package io.distappguard.traffic.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.detection.anomaly.Stretch;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.learning.profile.MalformedProfileException;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.recording.BenignRecordings;
import io.distappguard.traffic.astgcn.AstgcnTraining;
import io.distappguard.traffic.generated.GeneratedTraffic;
import io.distappguard.traffic.learn.TrafficLearning;
import io.distappguard.traffic.learn.TrafficLearningProgress;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.profile.TrafficProfileFolder;
import io.distappguard.traffic.score.TrafficScore;
import io.distappguard.traffic.series.DeployEvents;
import io.distappguard.traffic.series.LeftOutChains;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrafficDetectorTest {

  private static final TrafficProfile PROFILE = learn();

  @TempDir private Path folder = Path.of("");

  @Test
  void eachPatternOfChainsIsACluster() {
    assertThat(PROFILE.clusters())
        .extracting(cluster -> cluster.name())
        .containsExactlyInAnyOrder(
            "gateway GET /list › catalogue List",
            "gateway POST /buy › orders Place › payment Charge",
            "gateway POST /login › user Login",
            "gateway POST /login (failed) › user Login (failed)");
  }

  @Test
  void ordinaryTrafficRaisesNoAlarm() {
    Found found = detect(new GeneratedTraffic("benign", 90, 900));
    assertThat(found.scored()).isGreaterThan(150);
    assertThat(found.anomalies()).isEmpty();
  }

  @Test
  void passwordsBeingTriedAreFoundAndExplained() {
    Found found = detect(new GeneratedTraffic("attack", 91, 300).bruteForce(200, 245, 10));
    Anomaly first = found.anomalies().getFirst();
    assertThat(first.startMillis()).isEqualTo(GeneratedTraffic.BEGIN + 200_000);
    Evidence evidence = first.evidence().getFirst();
    assertThat(evidence.sentence()).contains("Login (failed)").contains("forecast");
    assertThat(evidence.traceIds()).isNotEmpty();
    assertThat(evidence.sinceMillis()).isEqualTo(GeneratedTraffic.BEGIN + 200_000);
    assertThat(found.anomalies()).hasSizeBetween(9, 16);
  }

  @Test
  void aFloodIsFoundAndStaysFoundWhileItLasts() {
    Found found = detect(new GeneratedTraffic("attack", 92, 400).flood(200, 290, 30));
    assertThat(found.anomalies().getFirst().startMillis())
        .isEqualTo(GeneratedTraffic.BEGIN + 200_000);
    assertThat(found.anomalies()).hasSizeGreaterThanOrEqualTo(18);
  }

  @Test
  void aSlowAttackAddsUp() {
    Found found = detect(new GeneratedTraffic("attack", 93, 500).bruteForce(200, 440, 0.7));
    assertThat(found.anomalies()).isNotEmpty();
  }

  @Test
  void chainsThatNobodyHasSeenAreNovel() {
    Found found = detect(new GeneratedTraffic("attack", 94, 300).scan(200, 230, 10));
    Evidence evidence = found.anomalies().getFirst().evidence().getFirst();
    assertThat(evidence.kind()).isEqualTo(Evidence.Kind.UNSEEN);
    assertThat(evidence.sentence()).contains("gateway GET /admin (failed)");
  }

  @Test
  void aDeclaredDeployDoesNotMuteAnAttack() {
    Found found =
        detect(
            new GeneratedTraffic("attack", 95, 300).flood(200, 245, 60).deploy("orders", 195, 205));
    assertThat(found.anomalies()).isNotEmpty();
  }

  @Test
  void oneDamagedTimeDoesNotCloseAllWindows() {
    GeneratedTraffic attack = new GeneratedTraffic("attack", 91, 300).bruteForce(200, 245, 10);
    Found found = new Found();
    TrafficDetector detector =
        new TrafficDetector(
            PROFILE, attack.calendar(), attack.deploys(), attack.firstMillis(), found);
    long[] given = {0};
    attack.replay(call -> {
      if (++given[0] == 500) {
        detector.call(damaged("damaged", Long.MAX_VALUE / 2));
      }
      detector.call(call);
    });
    detector.finish(attack.endMillis());
    assertThat(detector.leftOut().sum()).isZero();
    assertThat(found.anomalies())
        .extracting(Anomaly::startMillis)
        .isEqualTo(detect(attack).anomalies().stream().map(Anomaly::startMillis).toList());
  }

  @Test
  void aDamagedTimeAtTheVeryBeginningIsJudgedWhenItCame() {
    GeneratedTraffic ordinary = new GeneratedTraffic("ordinary", 91, 300);
    Found found = new Found();
    TrafficDetector detector =
        new TrafficDetector(PROFILE, ordinary.calendar(), none(), Long.MIN_VALUE, found);
    detector.call(damaged("first", Long.MAX_VALUE / 2));
    ordinary.replay(detector);
    detector.finish(ordinary.endMillis());
    assertThat(detector.leftOut().sum()).isZero();
    assertThat(found.scores()).hasSameSizeAs(detect(ordinary).scores());
  }

  @Test
  void chainsFromBeforeTheFirstWindowAreCounted() {
    GeneratedTraffic ordinary = new GeneratedTraffic("ordinary", 91, 120).servedFrom(60);
    TrafficDetector detector =
        new TrafficDetector(PROFILE, null, none(), ordinary.firstMillis(), new Found());
    long[] before = {0};
    ordinary.replay(call -> {
      boolean begins = call.parentSpanId() == null;
      before[0] += begins && call.startNanos() / 1_000_000 < ordinary.firstMillis() ? 1 : 0;
      detector.call(call);
    });
    detector.finish(ordinary.endMillis());
    assertThat(before[0]).isPositive();
    assertThat(detector.leftOut()).isEqualTo(new LeftOutChains(before[0], 0));
  }

  @Test
  void whatIsNotJudgedIsTold() {
    GeneratedTraffic ordinary = new GeneratedTraffic("ordinary", 91, 400);
    long begin = GeneratedTraffic.BEGIN;
    Found found = new Found();
    TrafficDetector detector = new TrafficDetector(PROFILE, null, none(), Long.MIN_VALUE, found);
    ordinary.replay(call -> {
      long millis = call.startNanos() / 1_000_000;
      if (millis < begin + 100_000 || millis >= begin + 300_000) {
        detector.call(call);
      }
    });
    detector.finish(ordinary.endMillis());
    assertThat(found.notJudged)
        .extracting(Stretch::reason)
        .containsExactly(
            "the history that a forecast needs was filling",
            "the source recorded nothing",
            "the history that a forecast needs was filling again after a gap");
    assertThat(found.notJudged.getFirst().startMillis()).isEqualTo(begin);
    assertThat(found.notJudged.getFirst().endMillis()).isEqualTo(begin + 60_000);
    Stretch gap = found.notJudged.get(1);
    assertThat(gap.startMillis()).isEqualTo(begin + 160_000);
    // Chains of the last moments before may be put together only when others come again.
    assertThat(gap.endMillis()).isBetween(begin + 290_000, begin + 300_000);
    assertThat(found.notJudged.getLast().startMillis()).isEqualTo(gap.endMillis());
    assertThat(found.notJudged.getLast().endMillis()).isEqualTo(gap.endMillis() + 60_000);
  }

  @Test
  void aStreamTooShortToBeJudgedIsToldAsOneStretch() {
    Found found = detect(new GeneratedTraffic("ordinary", 91, 32));
    assertThat(found.scored()).isZero();
    assertThat(found.notJudged)
        .extracting(Stretch::startMillis, Stretch::endMillis)
        .containsExactly(tuple(GeneratedTraffic.BEGIN, GeneratedTraffic.BEGIN + 30_000));
  }

  @Test
  void thatManyChainsComeTooLateIsToldWithTheirSourceAndIsNoAttack() {
    List<Call> calls = new ArrayList<>();
    GeneratedTraffic benign = new GeneratedTraffic("benign", 91, 400);
    benign.replay(calls::add);
    // A tenth of all traces is sent a minute late, for two minutes.
    ToLongFunction<Call> came =
        call -> {
          long millis = call.startNanos() / 1_000_000;
          boolean held = call.traceId().endsWith("7") || call.traceId().endsWith("f");
          long second = (millis - GeneratedTraffic.BEGIN) / 1_000;
          return held && second >= 150 && second < 270 ? millis + 60_000 : millis;
        };
    calls.sort(Comparator.comparingLong(came));
    Found found = new Found();
    TrafficDetector detector =
        new TrafficDetector(PROFILE, benign.calendar(), none(), Long.MIN_VALUE, found);
    calls.forEach(detector::call);
    detector.finish();
    assertThat(detector.leftOut().late()).isPositive();
    assertThat(found.late).hasSize(1);
    LateChains late = found.late.getFirst();
    assertThat(late.service()).isEqualTo("gateway");
    assertThat(late.late()).isGreaterThan(late.chains() / 20);
    assertThat(found.anomalies()).isEmpty();
  }

  @Test
  void anotherApplicationIsAnError() {
    TrafficDetector detector =
        new TrafficDetector(PROFILE, null, none(), Long.MIN_VALUE, new Found());
    for (int index = 0; index < 1_000; index++) {
      detector.call(
          new Call(
              Integer.toHexString(index),
              "1",
              null,
              Call.Kind.SERVER,
              "stranger",
              null,
              "GET /else",
              (GeneratedTraffic.BEGIN + index * 100L) * 1_000_000,
              1_000_000,
              false,
              null));
    }
    assertThatThrownBy(detector::finish)
        .isInstanceOf(OtherTrafficException.class)
        .hasMessageContaining("another application");
  }

  @Test
  void aProfileComesBackFromDiskAsItWas() throws IOException {
    write(folder.resolve("p"));
    TrafficProfile read = TrafficProfileFolder.read(ApplicationProfile.open(folder.resolve("p")));
    GeneratedTraffic attack = new GeneratedTraffic("attack", 91, 300).bruteForce(200, 245, 10);
    assertThat(detect(read, attack).scores()).isEqualTo(detect(attack).scores());
  }

  @Test
  void sameRecordingsAndSeedGiveTheSameBytes() throws IOException {
    write(folder.resolve("one"));
    ApplicationProfile.write(
        folder.resolve("two"), "shop", List.of(), List.of(TrafficProfileFolder.part(learn())));
    for (String file : List.of("profile.json", "chains.json", "model.safetensors")) {
      assertThat(folder.resolve("two/traffic").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("one/traffic").resolve(file));
    }
  }

  @Test
  void aDamagedPartIsRefused() throws IOException {
    write(folder.resolve("p"));
    Path model = folder.resolve("p/traffic/model.safetensors");
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length - 1] ^= 1;
    Files.write(model, bytes);
    assertThatThrownBy(() -> ApplicationProfile.open(folder.resolve("p")))
        .isInstanceOf(MalformedProfileException.class)
        .hasMessageContaining("sha256");
  }

  private static Call damaged(String trace, long startNanos) {
    return new Call(
        trace,
        "1",
        null,
        Call.Kind.SERVER,
        "gateway",
        null,
        "GET /list",
        startNanos,
        1_000_000,
        false,
        null);
  }

  private static void write(Path place) throws IOException {
    ApplicationProfile.write(place, "shop", List.of(), List.of(TrafficProfileFolder.part(PROFILE)));
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

  private static Found detect(GeneratedTraffic traffic) {
    return detect(PROFILE, traffic);
  }

  private static Found detect(TrafficProfile known, GeneratedTraffic traffic) {
    Found found = new Found();
    TrafficDetector detector =
        new TrafficDetector(
            known, traffic.calendar(), traffic.deploys(), traffic.firstMillis(), found);
    traffic.replay(detector);
    detector.finish(traffic.endMillis());
    assertThat(detector.leftOut().sum()).isZero();
    return found;
  }

  private static DeployEvents none() {
    return DeployEvents.NONE;
  }

  /** Keeps what was said. */
  private static final class Found implements TrafficSink {
    private final List<Anomaly> anomalies = new ArrayList<>();
    private final List<Double> scores = new ArrayList<>();
    private final List<LateChains> late = new ArrayList<>();
    private final List<Stretch> notJudged = new ArrayList<>();

    @Override
    public void scored(TrafficScore score) {
      if (score.isScored()) {
        scores.add(score.score());
      }
    }

    @Override
    public void late(LateChains chains) {
      late.add(chains);
    }

    @Override
    public void notJudged(Stretch stretch) {
      notJudged.add(stretch);
    }

    @Override
    public void anomaly(Anomaly anomaly) {
      anomalies.add(anomaly);
    }

    List<Anomaly> anomalies() {
      return anomalies;
    }

    List<Double> scores() {
      return scores;
    }

    int scored() {
      return scores.size();
    }
  }
}
