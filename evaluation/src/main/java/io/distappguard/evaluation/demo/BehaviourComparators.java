package io.distappguard.evaluation.demo;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.learn.ApplicationRecording;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.behaviour.learn.WindowVectors;
import io.distappguard.behaviour.learn.WindowVectors.WindowVector;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.evaluation.comparator.DenseAutoencoder;
import io.distappguard.evaluation.comparator.DenseAutoencoder.Score;
import io.distappguard.evaluation.comparator.DenseStructure;
import io.distappguard.evaluation.comparator.MaxZ;
import io.distappguard.evaluation.comparator.ScorerTraining;
import io.distappguard.evaluation.comparator.UnseenOnly;
import io.distappguard.evaluation.comparator.WindowScorer;
import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.evaluation.demo.DemoResult.ScoredWindow;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.learning.training.TrainingConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts simpler detectors beside ours: the same windows and splits, the threshold from validation B
 * by the same rule, without the margin that ours adds. They see the same vector, in which what is
 * doubtful because containers come or go stands at its most usual value.
 */
final class BehaviourComparators {

  private final StudiedRecordings<ApplicationRecording> set;
  private final BehaviourModel model;
  private final float[][] training;
  private final float[][] validation;
  private final List<List<WindowVector>> calibration;
  private final List<List<WindowVector>> tests = new ArrayList<>();

  /** Extracts the windows of all recordings. */
  BehaviourComparators(StudiedRecordings<ApplicationRecording> set, BehaviourProfile profile)
      throws IOException {
    this.set = set;
    this.model = profile.model();
    this.training = exact(vectors(set.benign().training()));
    this.validation = exact(vectors(set.benign().validationA()));
    this.calibration = vectors(set.benign().validationB());
    for (ApplicationRecording test : set.tests()) {
      tests.add(WindowVectors.of(model, test));
    }
  }

  private List<List<WindowVector>> vectors(List<? extends BehaviourRecording> recordings)
      throws IOException {
    List<List<WindowVector>> all = new ArrayList<>();
    for (BehaviourRecording recording : recordings) {
      all.add(WindowVectors.of(model, recording));
    }
    return all;
  }

  private static float[][] exact(List<List<WindowVector>> recordings) {
    return recordings.stream()
        .flatMap(List::stream)
        .filter(WindowVector::exact)
        .map(WindowVector::values)
        .toArray(float[][]::new);
  }

  /** The detectors to compare with. */
  List<ScorerTraining> comparators() {
    BlockStructure structure = structure();
    return List.of(
        new DenseAutoencoder(DenseStructure.EQUAL_PARAMETERS, structure, Score.WHOLE_VECTOR),
        new DenseAutoencoder(DenseStructure.EQUAL_WIDTH, structure, Score.WHOLE_VECTOR),
        new DenseAutoencoder(DenseStructure.EQUAL_WIDTH, structure, Score.LARGEST_ROLE),
        new MaxZ(),
        new UnseenOnly(WindowVectors.unseenIndexes(model)));
  }

  /** Our blocks, each with its role's unseen edges besides: the shape of the vectors here. */
  private BlockStructure structure() {
    BlockStructure ours = model.layout().blockStructure();
    int[][] blocks = new int[ours.roles().size()][];
    for (int role = 0; role < blocks.length; role++) {
      int[] block = ours.blocks()[role];
      blocks[role] = java.util.Arrays.copyOf(block, block.length + 1);
      blocks[role][block.length] = ours.features() + role;
    }
    return new BlockStructure(
        ours.features() + blocks.length, ours.roles(), blocks, ours.neighbours());
  }

  /** Trains and judges one comparator with one seed. */
  Outcome run(ScorerTraining comparator, TrainingConfiguration configuration) {
    WindowScorer scorer = comparator.fit(training, validation, configuration);
    double threshold = threshold(scorer);
    List<Judgement.Judged> judged = new ArrayList<>();
    for (int index = 0; index < tests.size(); index++) {
      ApplicationRecording recording = set.tests().get(index);
      long end = recording.header().endMillis();
      List<ScoredWindow> windows = new ArrayList<>();
      for (WindowVector window : tests.get(index)) {
        if (window.endMillis() <= end) {
          double score = scorer.score(window.values());
          windows.add(
              new ScoredWindow(
                  window.startMillis(),
                  window.endMillis(),
                  score / threshold,
                  score > threshold,
                  window.complete()));
        }
      }
      judged.add(
          new Judgement.Judged(
              new RunResult(recording.name(), "", windows, List.of(), List.of()),
              new GroundTruth(recording.header())));
    }
    return Outcome.of(new Judgement(BehaviourStudy.NAME, judged, 0));
  }

  private double threshold(WindowScorer scorer) {
    double[] scores =
        calibration.stream()
            .flatMap(List::stream)
            .filter(WindowVector::complete)
            .mapToDouble(window -> scorer.score(window.values()))
            .toArray();
    return Math.max(1e-6, Calibration.of(scores, model.configuration().targetRate()).threshold());
  }
}
