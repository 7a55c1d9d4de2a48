package io.distappguard.behaviour.profile;

import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.files.CurrentVersion;
import io.distappguard.files.UnfinishedFolder;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.learning.profile.MalformedProfileException;
import io.distappguard.learning.profile.PartFiles;
import io.distappguard.learning.profile.ProfilePart;
import io.distappguard.learning.tensor.SafetensorsFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What was learned of an application's behaviour on disk, a part of its {@link ApplicationProfile}:
 *
 * <pre>
 *   profile.json        format, version, configuration, threshold, provenance, hashes of the others
 *   vocabulary.json     roles, edges, rare edges
 *   activity.json      how steadily each role acts
 *   start-ups.json      what each role did when its containers started
 *   model.safetensors   scales of features and weights of the autoencoders
 * </pre>
 *
 * Equal profiles give equal bytes. A folder appears whole or not at all. Reading checks hashes,
 * sizes, shapes and ranges, and runs nothing.
 */
public final class ProfileFolder {

  /** What {@code format} in profile.json says. */
  public static final String FORMAT = "distappguard-behaviour-profile";

  /** Version of the format that is written. */
  public static final int VERSION = 1;

  /** Name of the part within the application's profile. */
  public static final String PART = "behaviour";

  private static final String VOCABULARY = "vocabulary.json";
  private static final String ACTIVITY = "activity.json";
  private static final String START_UPS = "start-ups.json";
  private static final String MODEL = "model.safetensors";

  private ProfileFolder() {}

  record Head(
      String format,
      int version,
      BehaviourConfiguration configuration,
      List<String> folders,
      Map<String, Integer> usualInstances,
      int trainingWindows,
      double unseenUnit,
      Threshold alarm,
      Provenance provenance,
      Map<String, String> sha256) {}

  record Words(List<String> roles, List<Edge> edges, List<Edge> rareEdges) {}

  record Activity(Map<String, RoleActivity> roles) {}

  /** A profile as a part of that of its application. */
  public static ProfilePart part(BehaviourProfile profile) {
    return new ProfilePart() {
      @Override
      public String name() {
        return PART;
      }

      @Override
      public void write(Path folder) throws IOException {
        ProfileFolder.write(profile, folder);
      }
    };
  }

  /**
   * Writes a profile.
   *
   * @param folder must not exist, or be a profile, which is replaced
   */
  public static void write(BehaviourProfile profile, Path folder) throws IOException {
    ApplicationProfile.requirePlace(folder);
    try (UnfinishedFolder unfinished = UnfinishedFolder.beside(folder)) {
      writeFiles(profile, unfinished.path());
      unfinished.putInPlace();
    }
  }

  private static void writeFiles(BehaviourProfile profile, Path folder) throws IOException {
    BehaviourModel model = profile.model();
    Vocabulary vocabulary = model.vocabulary();
    Map<String, byte[]> parts = new TreeMap<>();
    parts.put(
        VOCABULARY,
        PartFiles.json(new Words(vocabulary.roles(), vocabulary.edges(), vocabulary.rareEdges())));
    parts.put(ACTIVITY, PartFiles.json(new Activity(model.activity())));
    parts.put(START_UPS, PartFiles.json(model.startUps()));
    parts.put(MODEL, SafetensorsFile.of(ModelTensors.of(model.scales()), Map.of()).toBytes());
    Map<String, String> hashes = PartFiles.write(folder, parts);
    Head head =
        new Head(
            FORMAT,
            VERSION,
            model.configuration(),
            List.copyOf(new TreeSet<>(model.groups().folders())),
            model.usualInstances(),
            model.trainingWindows(),
            model.unseenUnit(),
            profile.alarm(),
            profile.provenance(),
            hashes);
    PartFiles.writeHead(folder, head);
  }

  /**
   * Reads the part of an application's profile.
   *
   * @throws MalformedProfileException if there is none, or it is not whole and sound
   */
  public static BehaviourProfile read(ApplicationProfile profile) throws IOException {
    return read(profile.requirePart(PART));
  }

  /**
   * Reads a profile.
   *
   * @throws MalformedProfileException if it is not whole and sound
   */
  public static BehaviourProfile read(Path place) throws IOException {
    Path folder = CurrentVersion.of(place);
    Head head = PartFiles.readHead(folder, Head.class);
    PartFiles.requireFormat(folder, head.format(), FORMAT, head.version(), VERSION);
    Words words = PartFiles.read(folder, VOCABULARY, head.sha256(), Words.class);
    StartUpProfile startUps =
        PartFiles.read(folder, START_UPS, head.sha256(), StartUpProfile.class);
    // Profiles of before have none: nothing is told silent then.
    Map<String, RoleActivity> activity =
        head.sha256().containsKey(ACTIVITY)
            ? PartFiles.read(folder, ACTIVITY, head.sha256(), Activity.class).roles()
            : Map.of();
    SafetensorsFile tensors =
        SafetensorsFile.parse(
            PartFiles.read(folder, MODEL, head.sha256()), folder.resolve(MODEL).toString());
    try {
      Vocabulary vocabulary =
          new Vocabulary(
              new HashSet<>(words.edges()),
              new HashSet<>(words.rareEdges()),
              Set.copyOf(words.roles()));
      BehaviourModel model =
          new BehaviourModel(
              head.configuration(),
              new PathGroups(Set.copyOf(head.folders())),
              vocabulary,
              head.usualInstances(),
              activity,
              ModelTensors.scales(tensors.tensors(), head.configuration(), vocabulary),
              startUps,
              head.trainingWindows(),
              head.unseenUnit());
      return new BehaviourProfile(model, head.alarm(), head.provenance());
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new MalformedProfileException(folder, String.valueOf(e.getMessage()), e);
    }
  }
}
