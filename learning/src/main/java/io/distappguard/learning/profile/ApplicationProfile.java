package io.distappguard.learning.profile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.distappguard.files.CurrentVersion;
import io.distappguard.files.UnfinishedFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The profile of an application on disk:
 *
 * <pre>
 *   profile.json   format, version, application, recordings learned from, hash of each part
 *   behaviour/     what the behaviour detector learned
 *   traffic/       what the traffic detector learned
 * </pre>
 *
 * Either part may be missing; each is whole in itself and knows its own format, this class knows
 * names and hashes alone. A folder appears whole or not at all; one that was replaced holds
 * versions ({@link CurrentVersion}). Reading checks all hashes and runs nothing. Immutable.
 *
 * <p>A folder that is a part itself, as version 1 had them (its profile.json has the format {@code
 * distappguard-PART-profile}), is read as a profile with that one part.
 */
public final class ApplicationProfile {

  /** What {@code format} in profile.json says. */
  public static final String FORMAT = "distappguard-profile";

  /** Version of the format that is written. */
  public static final int VERSION = 2;

  private static final String HEAD = PartFiles.HEAD;
  private static final Pattern FORMAT_OF_PART = Pattern.compile("distappguard-([a-z]+)-profile");
  private static final Pattern NAME_OF_PART = Pattern.compile("[a-z]+");

  /** No list of recordings is longer. */
  private static final long LARGEST_HEAD = 64L << 20;

  private static final JsonMapper JSON =
      PartFiles.JSON
          .rebuild()
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .build();

  private final Path folder;
  private final int version;
  private final String application;
  private final List<Source> recordings;
  private final Map<String, Path> parts;

  private ApplicationProfile(
      Path folder,
      int version,
      String application,
      List<Source> recordings,
      Map<String, Path> parts) {
    this.folder = folder;
    this.version = version;
    this.application = application;
    this.recordings = recordings;
    this.parts = new TreeMap<>(parts);
  }

  /**
   * A recording that was learned from.
   *
   * @param sha256 lower-case hex
   */
  public record Source(String name, String sha256) {}

  /**
   * What profile.json holds.
   *
   * @param parts SHA-256 of each part, over the names and hashes of its files
   */
  record Head(
      String format,
      int version,
      String application,
      List<Source> recordings,
      Map<String, String> parts) {

    Head {
      recordings = List.copyOf(recordings);
      parts = new TreeMap<>(parts);
    }
  }

  /** Version of the format it was read from. */
  public int version() {
    return version;
  }

  /** The application it was learned of; empty where the recordings did not say. */
  public String application() {
    return application;
  }

  /** What it was learned from; empty for a folder of version 1, whose part says so itself. */
  public List<Source> recordings() {
    return recordings;
  }

  /** The folder of a part, if this profile has it. */
  public Optional<Path> part(String name) {
    return Optional.ofNullable(parts.get(name));
  }

  /**
   * The folder of a part that is needed.
   *
   * @throws MalformedProfileException if this profile lacks it
   */
  public Path requirePart(String name) throws MalformedProfileException {
    Path part = parts.get(name);
    if (part == null) {
      throw new MalformedProfileException(
          folder,
          "has no "
              + name
              + " part (parts: "
              + parts.keySet()
              + "; learn it from recordings that"
              + " hold what this part learns from)");
    }
    return part;
  }

  /** Whether a path is a profile, by looking at it. */
  public static boolean isProfile(Path folder) {
    return CurrentVersion.has(folder, HEAD);
  }

  /**
   * Checks, before minutes of learning, that its result can be kept.
   *
   * @throws IOException where something stands there that is no profile
   */
  public static void requirePlace(Path folder) throws IOException {
    if (Files.exists(folder) && !isProfile(folder)) {
      throw new IOException(
          folder + ": exists and is no profile (name a new folder, or a profile to replace)");
    }
  }

  /**
   * Writes a profile of some parts.
   *
   * @param folder must not exist, or be a profile, which is replaced as a whole
   * @param application the application's name, empty where the recordings do not say
   */
  public static void write(
      Path folder, String application, List<Source> recordings, List<? extends ProfilePart> parts)
      throws IOException {
    requirePlace(folder);
    try (UnfinishedFolder unfinished = UnfinishedFolder.beside(folder)) {
      Map<String, String> hashes = new TreeMap<>();
      for (ProfilePart part : parts) {
        if (!NAME_OF_PART.matcher(part.name()).matches()) {
          throw new IllegalArgumentException(
              "part: " + part.name() + " (expected: lower-case letters)");
        }
        Path place = unfinished.path().resolve(part.name());
        part.write(place);
        hashes.put(part.name(), hashOfFolder(place));
      }
      Head head = new Head(FORMAT, VERSION, application, recordings, hashes);
      PartFiles.writeHead(unfinished.path(), head);
      requirePlace(folder);
      unfinished.putInPlace();
    }
  }

  /**
   * Opens a profile and checks that its parts are those that were written.
   *
   * @throws MalformedProfileException if it is not whole and sound
   */
  public static ApplicationProfile open(Path place) throws IOException {
    Path folder = CurrentVersion.of(place);
    Path file = folder.resolve(HEAD);
    JsonNode json = parse(file);
    String format = json.path("format").asText();
    Matcher single = FORMAT_OF_PART.matcher(format);
    if (single.matches()) {
      return new ApplicationProfile(folder, 1, "", List.of(), Map.of(single.group(1), folder));
    }
    PartFiles.requireFormat(folder, format, FORMAT, json.path("version").asInt(), VERSION);
    Head head = head(file, json);
    Map<String, Path> parts = new TreeMap<>();
    for (Map.Entry<String, String> part : head.parts().entrySet()) {
      parts.put(part.getKey(), checked(folder, part.getKey(), part.getValue()));
    }
    return new ApplicationProfile(folder, VERSION, head.application(), head.recordings(), parts);
  }

  private static JsonNode parse(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new MalformedProfileException(
          file, "missing (expected: a folder that distappguard learn made)");
    }
    long size = Files.size(file);
    if (size > LARGEST_HEAD) {
      throw new MalformedProfileException(
          file, size + " bytes (expected: <= " + LARGEST_HEAD + ")");
    }
    try {
      return JSON.readTree(Files.readAllBytes(file));
    } catch (JacksonException exception) {
      throw PartFiles.malformed(file, exception);
    }
  }

  private static Head head(Path file, JsonNode json) throws IOException {
    try {
      return JSON.treeToValue(json, Head.class);
    } catch (JacksonException exception) {
      throw PartFiles.malformed(file, exception);
    }
  }

  private static Path checked(Path folder, String name, @Nullable String expected)
      throws IOException {
    if (!NAME_OF_PART.matcher(name).matches()) {
      throw new MalformedProfileException(
          folder.resolve(HEAD), "part: " + name + " (expected: lower-case letters)");
    }
    Path part = folder.resolve(name);
    if (!Files.isDirectory(part)) {
      throw new MalformedProfileException(part, "missing (expected: a folder of this profile)");
    }
    String found = hashOfFolder(part);
    if (!found.equals(expected)) {
      throw new MalformedProfileException(
          part, "sha256: " + found + " (expected: " + expected + ", as " + HEAD + " says)");
    }
    return part;
  }

  /** Over a line with name and hash for each file, in the order of names. */
  private static String hashOfFolder(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        hashes.put(name, hashOfFile(file));
      }
    } catch (UncheckedIOException exception) {
      throw exception.getCause();
    }
    MessageDigest digest = PartFiles.sha256();
    hashes.forEach(
        (name, hash) -> digest.update((name + " " + hash + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static String hashOfFile(Path file) throws IOException {
    try (InputStream bytes = Files.newInputStream(file);
        DigestInputStream digest = new DigestInputStream(bytes, PartFiles.sha256())) {
      digest.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    }
  }
}
