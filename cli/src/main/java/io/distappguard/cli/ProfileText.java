package io.distappguard.cli;

import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.BehaviourProfile;
import io.distappguard.behaviour.profile.ProfileFolder;
import io.distappguard.behaviour.profile.Provenance;
import io.distappguard.learning.calibration.Calibration;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.traffic.profile.TrafficProfileFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is in a profile, as text or as JSON. */
final class ProfileText {

  private ProfileText() {}

  /**
   * What {@code inspect} shows of a profile.
   *
   * @param behaviour what the behaviour detector learned, or null
   * @param traffic what the traffic detector learned, or null
   */
  record Summary(
      String format,
      int version,
      String application,
      List<ApplicationProfile.Source> recordings,
      @Nullable Behaviour behaviour,
      TrafficText.@Nullable Report traffic) {}

  /** What it shows of the behaviour detector's part. */
  record Behaviour(
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
    ApplicationProfile profile = ApplicationProfile.open(folder);
    boolean behaviour = profile.part(ProfileFolder.PART).isPresent();
    return new Summary(
        ApplicationProfile.FORMAT,
        profile.version(),
        profile.application(),
        profile.recordings(),
        behaviour ? summary(ProfileFolder.read(profile)) : null,
        profile.part(TrafficProfileFolder.PART).isPresent()
            ? TrafficText.report(TrafficProfileFolder.read(profile))
            : null);
  }

  private static Behaviour summary(BehaviourProfile profile) {
    BehaviourModel model = profile.model();
    Calibration calibration = profile.alarm().calibration();
    return new Behaviour(
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
    line(text, "application", summary.application().isEmpty() ? "-" : summary.application());
    Behaviour behaviour = summary.behaviour();
    if (behaviour != null) {
      text.append(String.format("%nBehaviour%n"));
      behaviour(text, behaviour);
    }
    TrafficText.Report traffic = summary.traffic();
    if (traffic != null) {
      text.append(String.format("%nTraffic%n")).append(TrafficText.of(traffic));
    }
    return text.toString();
  }

  private static void behaviour(StringBuilder text, Behaviour behaviour) {
    line(text, "roles", String.join(", ", behaviour.roles()));
    line(
        text,
        "vocabulary",
        Text.count(behaviour.edges(), "edge")
            + ", "
            + Text.count(behaviour.rareEdges(), "rare edge")
            + ", "
            + Text.count(behaviour.features(), "feature"));
    line(text, "learned from", Text.count(behaviour.trainingWindows(), "window"));
    line(text, "threshold", String.format(Locale.ROOT, "%.3f", behaviour.threshold()));
    line(text, "promise", behaviour.promise());
    line(text, "seed", Long.toString(behaviour.seed()));
    line(text, "made by", "distappguard " + behaviour.provenance().productVersion());
    text.append(String.format("%n%-28s %-14s %8s  %s%n", "recording", "use", "windows", "sha256"));
    for (Provenance.Source source : behaviour.provenance().recordings()) {
      text.append(
          String.format(
              "%-28s %-14s %8d  %.16s%n",
              source.name(), source.use(), source.windows(), source.sha256()));
    }
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-12s %s%n", name, value));
  }
}
