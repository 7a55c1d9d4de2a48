package io.distappguard.cli;

import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.ProfileFolder;
import io.distappguard.behaviour.profile.Provenance;
import io.distappguard.learning.calibration.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What is in a profile, as text or as JSON. */
final class ProfileText {

  private static final String HEAD = "profile.json";

  private ProfileText() {}

  /** Whether a path is a profile, by looking at it. */
  static boolean isProfile(Path path) {
    return Files.isRegularFile(path.resolve(HEAD));
  }

  /**
   * Checks before minutes of learning that its result can be kept.
   *
   * @throws IOException where something stands there that is no profile
   */
  static void requirePlace(Path folder) throws IOException {
    if (Files.exists(folder) && !isProfile(folder)) {
      throw new IOException(
          folder + ": exists and is no profile (name a new folder, or a profile to replace)");
    }
  }

  /** What {@code inspect} shows of a profile. */
  record Summary(
      String format,
      int version,
      List<String> roles,
      Map<String, Integer> usualContainers,
      int edges,
      int rareEdges,
      int features,
      double threshold,
      String promise,
      double promisedRate,
      double expectedRate,
      int calibrationWindows,
      int trainingWindows,
      long seed,
      Provenance provenance) {}

  static Summary summary(Path folder) throws IOException {
    BehaviourProfile profile = ProfileFolder.read(folder);
    BehaviourModel model = profile.model();
    Calibration calibration = profile.alarm().calibration();
    return new Summary(
        ProfileFolder.FORMAT,
        ProfileFolder.VERSION,
        model.vocabulary().roles(),
        model.usualInstances(),
        model.vocabulary().edges().size(),
        model.vocabulary().rareEdges().size(),
        model.layout().size(),
        profile.threshold(),
        calibration.promise(),
        calibration.promisedRate(),
        calibration.expectedRate(),
        calibration.windows(),
        model.trainingWindows(),
        model.configuration().training().seed(),
        profile.provenance());
  }

  static String text(Summary summary) {
    StringBuilder text = new StringBuilder();
    line(text, "format", summary.format() + " " + summary.version());
    line(text, "roles", String.join(", ", summary.roles()));
    line(
        text,
        "vocabulary",
        Text.count(summary.edges(), "edge")
            + ", "
            + Text.count(summary.rareEdges(), "rare edge")
            + ", "
            + Text.count(summary.features(), "feature"));
    line(text, "learned from", Text.count(summary.trainingWindows(), "window"));
    line(text, "threshold", String.format(Locale.ROOT, "%.3f", summary.threshold()));
    line(text, "promise", summary.promise());
    line(text, "seed", Long.toString(summary.seed()));
    line(text, "made by", "distappguard " + summary.provenance().productVersion());
    text.append(String.format("%n%-28s %-14s %8s  %s%n", "recording", "use", "windows", "sha256"));
    for (Provenance.Source source : summary.provenance().recordings()) {
      text.append(
          String.format(
              "%-28s %-14s %8d  %.16s%n",
              source.name(), source.use(), source.windows(), source.sha256()));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-12s %s%n", name, value));
  }
}
