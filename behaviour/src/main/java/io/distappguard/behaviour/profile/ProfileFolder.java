package io.distappguard.behaviour.profile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.learning.profile.MalformedProfileException;
import io.distappguard.learning.profile.ProfilePart;
import io.distappguard.learning.profile.UnfinishedFolder;
import io.distappguard.learning.tensor.SafetensorsFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
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

  private static final String PROFILE = "profile.json";
  private static final String VOCABULARY = "vocabulary.json";
  private static final String START_UPS = "start-ups.json";
  private static final String MODEL = "model.safetensors";

  /** Nothing that belongs to a profile is larger. */
  private static final long LARGEST_FILE = 512L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

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
        json(new Words(vocabulary.roles(), vocabulary.edges(), vocabulary.rareEdges())));
    parts.put(START_UPS, json(model.startUps()));
    parts.put(MODEL, SafetensorsFile.of(ModelTensors.of(model.scales()), Map.of()).toBytes());
    Map<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      hashes.put(part.getKey(), sha256(part.getValue()));
      Files.write(folder.resolve(part.getKey()), part.getValue());
    }
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
    Files.write(folder.resolve(PROFILE), json(head));
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
  public static BehaviourProfile read(Path folder) throws IOException {
    Path file = folder.resolve(PROFILE);
    Head head = parse(file, bytes(file), Head.class);
    if (!FORMAT.equals(head.format())) {
      throw new MalformedProfileException(
          file, "format: " + head.format() + " (expected: " + FORMAT + ")");
    }
    if (head.version() != VERSION) {
      throw new MalformedProfileException(
          file,
          "version: " + head.version() + " (expected: " + VERSION + "; use a newer DistAppGuard)");
    }
    Words words = parse(folder.resolve(VOCABULARY), checked(folder, VOCABULARY, head), Words.class);
    StartUpProfile startUps =
        parse(folder.resolve(START_UPS), checked(folder, START_UPS, head), StartUpProfile.class);
    SafetensorsFile tensors =
        SafetensorsFile.parse(checked(folder, MODEL, head), folder.resolve(MODEL).toString());
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
              ModelTensors.scales(tensors.tensors(), head.configuration(), vocabulary),
              startUps,
              head.trainingWindows(),
              head.unseenUnit());
      return new BehaviourProfile(model, head.alarm(), head.provenance());
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new MalformedProfileException(folder, String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] checked(Path folder, String name, Head head) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = bytes(file);
    String expected = head.sha256().get(name);
    String found = sha256(bytes);
    if (!found.equals(expected)) {
      throw new MalformedProfileException(
          file, "sha256: " + found + " (expected: " + expected + ", as " + PROFILE + " says)");
    }
    return bytes;
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new MalformedProfileException(file, "missing (expected: a file of a profile)");
    }
    long size = Files.size(file);
    if (size > LARGEST_FILE) {
      throw new MalformedProfileException(
          file, size + " bytes (expected: <= " + LARGEST_FILE + ")");
    }
    return Files.readAllBytes(file);
  }

  private static <T> T parse(Path file, byte[] bytes, Class<T> type) throws IOException {
    try {
      T value = JSON.readValue(bytes, type);
      if (value == null) {
        throw new MalformedProfileException(file, "null (expected: an object)");
      }
      return value;
    } catch (JacksonException e) {
      String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new MalformedProfileException(file, place + e.getOriginalMessage(), e);
    }
  }

  private static byte[] json(Object value) throws IOException {
    return (JSON.writeValueAsString(value).replace("\r\n", "\n") + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
