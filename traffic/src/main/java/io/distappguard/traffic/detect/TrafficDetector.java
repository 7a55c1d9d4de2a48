package io.distappguard.traffic.detect;

import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.trace.SourceClocks;
import io.distappguard.telemetry.trace.TraceCounts;
import io.distappguard.traffic.drift.Drift;
import io.distappguard.traffic.drift.DriftWatch;
import io.distappguard.traffic.profile.LearnedCluster;
import io.distappguard.traffic.profile.TrafficConfiguration;
import io.distappguard.traffic.profile.TrafficProfile;
import io.distappguard.traffic.score.ClusterScore;
import io.distappguard.traffic.score.TrafficScore;
import io.distappguard.traffic.score.TrafficScoring;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.DeployEvents;
import io.distappguard.traffic.series.LeftOutChains;
import io.distappguard.traffic.series.TrafficStream;
import io.distappguard.traffic.series.TrafficWindow;
import io.distappguard.traffic.series.TrafficWindowSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Detects anomalies in one stream of calls. Plain Java; loads no tensor library. Not thread-safe.
 *
 * <p>Give it all calls of a stream, then call {@link #finish}.
 */
public final class TrafficDetector implements CallSink {

  /** Name of this detector in anomalies. */
  public static final String NAME = "traffic";

  private static final long NOT_ALARMED = Long.MIN_VALUE;

  private final TrafficProfile profile;
  private final TrafficSink sink;
  private final TrafficStream stream;
  private final TrafficScoring scoring;
  private final TrafficEvidence evidence;
  private final UnjudgedStretches unjudged;
  private final Silence silence;
  private final Lateness lateness;
  private final List<DriftWatch> drifts = new ArrayList<>();

  /** Since when each cluster, then rare, then novel chains are alarmed. */
  private final long[] since;

  private boolean anyChain;
  private boolean anyKnownChain;

  /**
   * A detector for one stream.
   *
   * @param calendar the day the application lives by, null where nobody says
   * @param deploys what was declared
   * @param firstMillis what begins before is left out; {@link Long#MIN_VALUE}: nothing
   */
  public TrafficDetector(
      TrafficProfile profile,
      @Nullable Calendar calendar,
      DeployEvents deploys,
      long firstMillis,
      TrafficSink sink) {
    this.profile = profile;
    this.sink = sink;
    TrafficConfiguration configuration = profile.configuration();
    lateness = new Lateness(configuration.windowMillis());
    stream =
        new TrafficStream(
            profile.chains(),
            configuration.windowMillis(),
            configuration.watermarkMillis(),
            firstMillis,
            new TrafficWindowSink() {
              @Override
              public void window(TrafficWindow window) {
                judge(window);
              }

              @Override
              public void late(String service, String instance) {
                lateness.late(service, instance);
              }
            });
    scoring = profile.scoring(calendar, deploys);
    evidence = new TrafficEvidence(profile.clusters(), profile.threshold());
    unjudged = new UnjudgedStretches(configuration.windowMillis(), sink::notJudged);
    silence =
        new Silence(
            profile.activity(), configuration.windowMillis(), entry(profile), profile.threshold());
    for (LearnedCluster cluster : profile.clusters()) {
      drifts.add(new DriftWatch(cluster.name(), cluster.reference()));
    }
    since = new long[profile.clusters().size() + 2];
    Arrays.fill(since, NOT_ALARMED);
  }

  @Override
  public void call(Call call) {
    stream.call(call);
  }

  /** The stream has ended. A window that it broke off is not scored. */
  public void finish() {
    if (stream.latestMillis() != Long.MIN_VALUE) {
      end(stream.latestMillis());
    }
  }

  /**
   * The source was heard until this time, and nothing was called since its last call: moves the
   * windows on. A silence is found by this, also when nothing arrives any more.
   *
   * @param millis since the epoch, by the source's clock
   */
  public void heardUntil(long millis) {
    silence.heardUntil(millis);
    stream.heardUntil(millis);
    tellSilence();
  }

  /**
   * The stream has ended at a time that its recording states. Nothing having been called until then
   * is judged: the source says that it was there.
   *
   * @param endMillis since the epoch
   * @throws OtherTrafficException if the stream has no chain in common with the profile
   */
  public void finish(long endMillis) {
    silence.heardUntil(endMillis);
    end(endMillis);
  }

  private void end(long endMillis) {
    stream.finish(endMillis);
    tellSilence();
    unjudged.finish(endMillis);
    if (anyChain && !anyKnownChain) {
      throw new OtherTrafficException(
          "the calls are of another application: none of their chains is like one of the profile's"
              + " (learn a profile from recordings of this application)");
    }
  }

  /** The application's time, {@link Long#MIN_VALUE} before the first call. */
  public long latestMillis() {
    return stream.latestMillis();
  }

  /** What became of the spans. */
  public TraceCounts traces() {
    return stream.traces();
  }

  /** Sources whose clocks are wrong and were corrected, at the end of what was read. */
  public List<SourceClocks.Correction> corrected() {
    return stream.corrected();
  }

  /** Chains that were not judged. */
  public LeftOutChains leftOut() {
    return stream.leftOut();
  }

  private void judge(TrafficWindow window) {
    anyChain |= window.novel().chains() > 0;
    boolean known =
        window.rare().chains() > 0
            || window.clusters().stream().anyMatch(cluster -> cluster.chains() > 0);
    anyChain |= known;
    anyKnownChain |= known;
    Evidence silent = silence.window(window);
    TrafficScore score = scoring.score(window);
    if (silent != null) {
      score = score.raisedTo(silent.weight());
    }
    unjudged.window(score);
    sink.scored(score);
    note(score);
    if (score.score() > profile.threshold()) {
      sink.anomaly(anomalyOf(score, silent));
    }
    watchDrift(score);
    watchLateness(window);
  }

  private void note(TrafficScore score) {
    long start = score.window().startMillis();
    boolean[] alarmed = new boolean[since.length];
    for (ClusterScore cluster : score.clusters()) {
      alarmed[cluster.cluster()] = cluster.strength() > profile.threshold();
    }
    alarmed[since.length - 2] = score.rareStrength() > profile.threshold();
    alarmed[since.length - 1] = score.novelStrength() > profile.threshold();
    for (int index = 0; index < since.length; index++) {
      if (!alarmed[index]) {
        since[index] = NOT_ALARMED;
      } else if (since[index] == NOT_ALARMED) {
        since[index] = start;
      }
    }
  }

  private Anomaly anomalyOf(TrafficScore score, @Nullable Evidence silent) {
    List<Evidence> reasons = new ArrayList<>(evidence.of(score, since));
    if (silent != null) {
      reasons.add(silent);
      reasons.sort(Comparator.comparingDouble(Evidence::weight).reversed());
    }
    return anomaly(
        score.window().startMillis(), score.window().endMillis(), score.score(), reasons);
  }

  /** A silence that is longer than windows without a chain go out. */
  private void tellSilence() {
    Evidence silent = silence.until(stream.passedUntil());
    if (silent != null) {
      long end = silence.toldAt();
      sink.anomaly(
          anomaly(
              end - profile.configuration().windowMillis(), end, silent.weight(), List.of(silent)));
    }
  }

  private Anomaly anomaly(long startMillis, long endMillis, double score, List<Evidence> reasons) {
    Map<String, Double> roles = new TreeMap<>();
    for (Evidence reason : reasons) {
      if (!reason.role().isEmpty()) {
        roles.merge(reason.role(), reason.weight(), Math::max);
      }
    }
    return new Anomaly(
        NAME,
        startMillis,
        endMillis,
        score,
        profile.threshold(),
        1,
        reasons.isEmpty() ? "" : reasons.getFirst().role(),
        roles,
        reasons);
  }

  /** The service at the beginning of most chains. */
  private static String entry(TrafficProfile profile) {
    return profile.clusters().isEmpty()
        ? "the application"
        : profile.clusters().getFirst().operations().getFirst().service();
  }

  private void watchLateness(TrafficWindow window) {
    LateChains late = lateness.window(window);
    if (late != null) {
      sink.late(late);
    }
  }

  private void watchDrift(TrafficScore score) {
    for (ClusterScore cluster : score.clusters()) {
      if (cluster.strength() <= profile.threshold() && !cluster.fedBack()) {
        Drift drift =
            drifts
                .get(cluster.cluster())
                .add(
                    score.window().startMillis(),
                    score.window().endMillis(),
                    cluster.residual().meanCalls());
        if (drift != null) {
          sink.drift(drift);
        }
      }
    }
  }
}
