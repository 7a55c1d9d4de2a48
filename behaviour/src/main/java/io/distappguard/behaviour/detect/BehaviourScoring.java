package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.feature.FeatureExtraction;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.feature.FeatureWindow.Unseen;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.ErrorUnits;
import io.distappguard.behaviour.profile.ScaleProfile;
import io.distappguard.behaviour.window.Deployment;
import io.distappguard.behaviour.window.LongWindows;
import io.distappguard.behaviour.window.Window;
import io.distappguard.detection.anomaly.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Scores the windows of one stream, in order of time, against a model. The score of a role is the
 * largest of its block error and its peak error at each time scale, each in units of its benign
 * quantile, the strength of its unseen edges, and what its start-ups do; the score of the window is
 * the largest of its roles. Not thread-safe.
 */
public final class BehaviourScoring {

  private final BehaviourModel model;
  private final FeatureExtraction extraction;
  private final StartUpScoring startUps;
  private final List<AtScale> scales = new ArrayList<>();
  private final TreeMap<String, Double> roleScores = new TreeMap<>();
  private final Deployment deployment;
  private boolean commonRole;

  /**
   * A scoring of one stream.
   *
   * @param dictionary numbers of the stream's edges
   */
  public BehaviourScoring(BehaviourModel model, EdgeDictionary dictionary) {
    this.model = model;
    FeatureLayout layout = model.layout();
    extraction = new FeatureExtraction(layout, dictionary, model.groups(), model.usualInstances());
    deployment = new Deployment(model.configuration().phases(), model.rolesToWaitFor());
    startUps = new StartUpScoring(model, layout, extraction);
    for (ScaleProfile scale : model.scales()) {
      scales.add(new AtScale(scale, layout));
    }
  }

  /** Scores the next window; what it is made of is kept until the one after. */
  public WindowScore score(Window window) {
    commonRole = commonRole || window.roles().keySet().stream().anyMatch(this::knows);
    boolean deploying = deployment.contains(window);
    roleScores.clear();
    startUps.window(window);
    for (StartUpScoring.Finding finding : startUps.findings()) {
      raise(finding.role(), finding.score());
    }
    for (int index = 0; index < scales.size(); index++) {
      AtScale scale = scales.get(index);
      scale.vector = null;
      if (!deploying) {
        scale.windows.window(window);
      }
      FeatureWindow vector = scale.vector;
      if (vector != null) {
        scale.score(vector);
        if (index == 0) {
          raiseForUnseen(vector);
        }
      }
    }
    WindowScore.State state = deploying ? WindowScore.State.DEPLOYING : WindowScore.State.SCORED;
    double score = 0;
    for (double ofRole : roleScores.values()) {
      score = Math.max(score, ofRole);
    }
    return new WindowScore(
        window.startMillis(),
        window.endMillis(),
        state,
        score,
        window.coverage().share(),
        roleScores,
        startUps.unknownRoles());
  }

  /** Whether any role of the stream so far is one of the model. */
  boolean hasCommonRole() {
    return commonRole;
  }

  /**
   * Explains the last window.
   *
   * @param roles whose evidence to give
   * @return the evidence, the weightiest first
   */
  public List<Evidence> evidence(Window window, List<String> roles) {
    return new EvidenceGathering(model, extraction, window, startUps.findings()).of(roles, scales);
  }

  private boolean knows(String role) {
    return model.vocabulary().roles().contains(role);
  }

  private void raiseForUnseen(FeatureWindow vector) {
    Map<String, Double> strengths = unseenStrengths(vector, extraction);
    strengths.forEach((role, strength) -> raise(role, strength / model.unseenUnit()));
  }

  /** Strength of the unseen edges of a window, by acting role. */
  public static Map<String, Double> unseenStrengths(
      FeatureWindow vector, FeatureExtraction extraction) {
    Map<Edge, long[]> byEdge = new TreeMap<>(Edge.BY_NAME);
    for (Unseen unseen : vector.unseen()) {
      long[] sum = byEdge.computeIfAbsent(extraction.edge(unseen.edge()), edge -> new long[2]);
      sum[0] += unseen.calls();
      sum[1] += unseen.bytes();
    }
    Map<String, Double> strengths = new TreeMap<>();
    byEdge.forEach((edge, sum) ->
        strengths.merge(edge.actorRole(), UnseenStrength.of(edge, sum[0], sum[1]), Double::sum));
    return strengths;
  }

  private void raise(String role, double score) {
    roleScores.merge(role, score, Math::max);
  }

  /** One time scale's part. */
  final class AtScale {
    private final ScaleProfile profile;
    private final ScaleScoring scoring;
    private final LongWindows windows;
    private final PersistentErrors persistent;
    private final float[] blocks;
    private final float[] peaks;
    private float[] lasting;
    private @Nullable FeatureWindow vector;
    private @Nullable Window window;

    AtScale(ScaleProfile profile, FeatureLayout layout) {
      this.profile = profile;
      this.scoring = new ScaleScoring(profile, layout, model.configuration());
      this.windows = new LongWindows(profile.scale(), this::extract);
      this.persistent = new PersistentErrors(model.configuration().persistence(), layout.size());
      this.lasting = new float[layout.size()];
      this.blocks = new float[model.vocabulary().roles().size()];
      this.peaks = new float[blocks.length];
    }

    private void extract(Window whole) {
      window = whole;
      vector = extraction.extract(whole);
    }

    private void score(FeatureWindow scored) {
      scoring.score(scored);
      float[] lasting = persistent.add(scored.startMillis(), scored.endMillis(), scoring.errors());
      raise(scoring.errors(), profile.single());
      raise(lasting, profile.persistent());
    }

    private void raise(float[] errors, ErrorUnits units) {
      scoring.blockErrors(errors, blocks);
      scoring.peakErrors(errors, units.features(), peaks);
      for (int role = 0; role < blocks.length; role++) {
        double block = blocks[role] / units.blocks()[role];
        double peak = peaks[role] / units.peaks()[role];
        BehaviourScoring.this.raise(model.vocabulary().roles().get(role), Math.max(block, peak));
      }
    }

    ScaleProfile profile() {
      return profile;
    }

    /** Errors of the last windows, averaged. */
    float[] lastingErrors() {
      return lasting;
    }

    ScaleScoring scoring() {
      return scoring;
    }

    /** The vector scored last, or null if this scale was not scored. */
    @Nullable FeatureWindow vector() {
      return vector;
    }

    /** The window of that vector. */
    @Nullable Window window() {
      return window;
    }
  }
}
