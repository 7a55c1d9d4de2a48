package io.distappguard.learning.profile;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The files of a part of a profile: {@value #HEAD}, which states the format and holds the hashes of
 * the others. Equal contents give equal bytes; reading runs nothing.
 */
public final class PartFiles {

  /** The file that states the format and the hashes. */
  public static final String HEAD = "profile.json";

  /** Nothing that belongs to a profile is larger. */
  private static final long LARGEST_FILE = 512L << 20;

  /** Reads and writes all JSON of a profile. */
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

  private PartFiles() {}

  /** A value as JSON, properties in the order of their names. */
  public static byte[] json(Object value) throws IOException {
    return (JSON.writeValueAsString(value).replace("\r\n", "\n") + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes files by name.
   *
   * @return their SHA-256 by name, for the head
   */
  public static Map<String, String> write(Path folder, Map<String, byte[]> files)
      throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      hashes.put(file.getKey(), sha256(file.getValue()));
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
    return hashes;
  }

  /** Writes the head. */
  public static void writeHead(Path folder, Object head) throws IOException {
    Files.write(folder.resolve(HEAD), json(head));
  }

  /**
   * Reads the head.
   *
   * @throws MalformedProfileException if it is missing or not of that type
   */
  public static <T> T readHead(Path folder, Class<T> type) throws IOException {
    Path file = folder.resolve(HEAD);
    return parsed(file, bytes(file), type);
  }

  /**
   * Refuses what is of another format or of a version that is not known.
   *
   * @throws MalformedProfileException saying what was expected
   */
  public static void requireFormat(
      Path folder, @Nullable String format, String expected, int version, int known)
      throws MalformedProfileException {
    Path file = folder.resolve(HEAD);
    if (!expected.equals(format)) {
      throw new MalformedProfileException(
          file, "format: " + format + " (expected: " + expected + ")");
    }
    if (version != known) {
      throw new MalformedProfileException(
          file, "version: " + version + " (expected: " + known + "; use a newer DistAppGuard)");
    }
  }

  /**
   * Reads JSON whose hash the head states.
   *
   * @throws MalformedProfileException if it is missing, another, or not of that type
   */
  public static <T> T read(
      Path folder, String name, @Nullable Map<String, String> sha256, Class<T> type)
      throws IOException {
    return parsed(folder.resolve(name), read(folder, name, sha256), type);
  }

  /**
   * Reads a file whose hash the head states.
   *
   * @param sha256 by name; null where a damaged head says none
   * @throws MalformedProfileException if it is missing or another
   */
  public static byte[] read(Path folder, String name, @Nullable Map<String, String> sha256)
      throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = bytes(file);
    String expected = sha256 == null ? null : sha256.get(name);
    String found = sha256(bytes);
    if (!found.equals(expected)) {
      throw new MalformedProfileException(
          file, "sha256: " + found + " (expected: " + expected + ", as " + HEAD + " says)");
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

  private static <T> T parsed(Path file, byte[] bytes, Class<T> type) throws IOException {
    try {
      T value = JSON.readValue(bytes, type);
      if (value == null) {
        throw new MalformedProfileException(file, "null (expected: an object)");
      }
      return value;
    } catch (JacksonException e) {
      throw malformed(file, e);
    }
  }

  static MalformedProfileException malformed(Path file, JacksonException cause) {
    String place =
        cause.getLocation() == null ? "" : "line " + cause.getLocation().getLineNr() + ": ";
    return new MalformedProfileException(file, place + cause.getOriginalMessage(), cause);
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(sha256().digest(bytes));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }
}
