package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.EdgeFolding;
import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.behaviour.window.Window;
import io.distappguard.behaviour.window.WindowSink;
import io.distappguard.behaviour.window.WindowStream;
import io.distappguard.detection.anomaly.Anomaly;
import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.detection.anomaly.Stretch;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Detects anomalies in one stream of exchanges. Plain Java; loads no tensor library. Not
 * thread-safe.
 *
 * <p>Give it all exchanges of a stream, then call {@link #finish()}. The receiver of a live stream
 * calls {@link #heardUntil} where its source has nothing to tell.
 */
public final class BehaviourDetector implements ExchangeSink {

  /** Name of this detector in anomalies. */
  public static final String NAME = "behaviour";

  private static final int MOST_ROLES = 4;

  private static final long NONE = Long.MIN_VALUE;

  private final BehaviourProfile profile;
  private final DetectionSink sink;
  private final BehaviourScoring scoring;
  private final WindowStream windows;
  private final EdgeFolding folding;
  private final Blindness blindness = new Blindness();
  private final Silence silence;
  private long deployingSince = NONE;
  private long nextInterval = NONE;
  private final List<String> strangers = new ArrayList<>();
  private long lastWindowEnd = NONE;

  /**
   * A detector for one stream.
   *
   * @param networks networks outside that the stream's source declares
   */
  public BehaviourDetector(
      BehaviourProfile profile, List<KnownNetwork> networks, DetectionSink sink) {
    this.profile = profile;
    this.sink = sink;
    BehaviourModel model = profile.model();
    BehaviourConfiguration configuration = model.configuration();
    EdgeDictionary dictionary = new EdgeDictionary();
    scoring = new BehaviourScoring(model, dictionary);
    silence = new Silence(model);
    windows =
        new WindowStream(
            configuration.scales().getFirst().hopMillis(),
            configuration.intervalMillis(),
            configuration.phases(),
            new WindowSink() {
              @Override
              public void window(Window window) {
                judge(window);
              }

              @Override
              public void gap(long startMillis, long endMillis) {
                tellGap(startMillis, endMillis);
              }
            });
    folding =
        new EdgeFolding(dictionary, RoleIdentity.declared(), networks, model.groups(), windows);
  }

  @Override
  public void container(Container container) {
    if (strangers.size() < MOST_ROLES) {
      strangers.add(RoleIdentity.declared().roleOf(container));
    }
    folding.container(container);
  }

  @Override
  public void process(ProcessImage process) {
    folding.process(process);
  }

  @Override
  public void entity(Entity entity) {
    folding.entity(entity);
  }

  @Override
  public void exchange(
      long intervalStartMillis,
      int process,
      int entity,
      Operation operation,
      int calls,
      long bytes,
      int errors) {
    folding.exchange(intervalStartMillis, process, entity, operation, calls, bytes, errors);
  }

  @Override
  public void incomplete(long intervalStartMillis, int container, String reason, long count) {
    folding.incomplete(intervalStartMillis, container, reason, count);
  }

  @Override
  public void endInterval(long intervalStartMillis) {
    folding.endInterval(intervalStartMillis);
    nextInterval =
        Math.max(
            nextInterval, intervalStartMillis + profile.model().configuration().intervalMillis());
  }

  /**
   * The source was heard until this time, and nothing happened since its last interval: moves the
   * windows on. A silence is found by this, also when nothing arrives any more.
   *
   * @param millis since the epoch, by the source's clock
   */
  public void heardUntil(long millis) {
    long interval = profile.model().configuration().intervalMillis();
    while (nextInterval != NONE && nextInterval + interval <= millis) {
      endInterval(nextInterval);
    }
  }

  /**
   * The stream has ended. A window that it broke off is not scored.
   *
   * @throws OtherApplicationException if the stream has no role in common with the profile
   */
  public void finish() {
    if (deployingSince != NONE) {
      tellDeployment(lastWindowEnd, lastWindowEnd, false);
    }
    if (lastWindowEnd != NONE) {
      requireCommonRole();
    }
  }

  /**
   * The stream has ended at a time that its recording states. Nothing having happened until then is
   * judged, unless the source fell silent so long before that it may not have been there.
   *
   * @param endMillis since the epoch
   * @throws OtherApplicationException if the stream has no role in common with the profile
   */
  public void finish(long endMillis) {
    if (nextInterval != NONE && windows.isPause(nextInterval, endMillis)) {
      tellGap(nextInterval, endMillis);
    } else {
      heardUntil(endMillis);
    }
    finish();
  }

  /** Exchanges that came too late for their window and were left out. */
  public long lateExchanges() {
    return windows.lateExchanges();
  }

  /** Names and processes of containers that made too many, which were counted together. */
  public long refusedNames() {
    return folding.refusedNames();
  }

  private void judge(Window window) {
    WindowScore scored = scoring.score(window);
    List<Absence> absences = absences(window, scored.state());
    Map<String, Double> absent = new TreeMap<>();
    for (Absence absence : absences) {
      absent.merge(absence.role(), absence.ratio() * profile.threshold(), Math::max);
    }
    WindowScore score = scored.raised(absent);
    lastWindowEnd = window.endMillis();
    boolean deploying = score.state() == WindowScore.State.DEPLOYING;
    tellDeployment(window.startMillis(), window.startMillis(), deploying);
    if (!deploying) {
      requireCommonRole();
    }
    sink.scored(score);
    if (score.score() > profile.threshold()) {
      sink.anomaly(anomalyOf(window, score, absences));
    }
  }

  private List<Absence> absences(Window window, WindowScore.State state) {
    List<Absence> absences = new ArrayList<>(blindness.window(window));
    if (state == WindowScore.State.SCORED) {
      absences.addAll(silence.window(window));
    } else {
      silence.deploying(window);
    }
    return absences;
  }

  /** Tells a deployment as one stretch, once it is over. */
  private void tellDeployment(long startMillis, long endMillis, boolean deploying) {
    if (deploying) {
      deployingSince = deployingSince == NONE ? startMillis : deployingSince;
    } else if (deployingSince != NONE) {
      sink.notJudged(new Stretch(deployingSince, endMillis, "the application was being deployed"));
      deployingSince = NONE;
    }
  }

  private void tellGap(long startMillis, long endMillis) {
    tellDeployment(startMillis, startMillis, false);
    silence.gap();
    sink.notJudged(new Stretch(startMillis, endMillis, "the source recorded nothing"));
  }

  private Anomaly anomalyOf(Window window, WindowScore score, List<Absence> absences) {
    List<Map.Entry<String, Double>> above = new ArrayList<>();
    for (Map.Entry<String, Double> role : score.roleScores().entrySet()) {
      if (role.getValue() > profile.threshold()) {
        above.add(role);
      }
    }
    above.sort(Map.Entry.<String, Double>comparingByValue().reversed());
    Map<String, Double> roles = new TreeMap<>();
    above.forEach(role -> roles.put(role.getKey(), role.getValue()));
    List<String> explained = above.stream().limit(MOST_ROLES).map(Map.Entry::getKey).toList();
    return new Anomaly(
        NAME,
        window.startMillis(),
        window.endMillis(),
        score.score(),
        profile.threshold(),
        window.coverage().share(),
        explained.getFirst(),
        roles,
        evidence(window, explained, absences));
  }

  private List<Evidence> evidence(Window window, List<String> roles, List<Absence> absences) {
    List<Evidence> evidence = new ArrayList<>(scoring.evidence(window, roles));
    for (Absence absence : absences) {
      if (roles.contains(absence.role())) {
        evidence.add(absence.weighing(absence.ratio() * profile.threshold()));
      }
    }
    evidence.sort(Comparator.comparingDouble(Evidence::weight).reversed());
    return evidence;
  }

  private void requireCommonRole() {
    if (!scoring.hasCommonRole()) {
      throw new OtherApplicationException(
          "the recording is of another application: its roles ("
              + String.join(", ", strangers)
              + ") are none of the profile's ("
              + String.join(", ", profile.model().vocabulary().roles())
              + "); learn a profile from recordings of this application");
    }
  }
}
