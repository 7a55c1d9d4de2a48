package io.distappguard.range.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.distappguard.files.WholeFile;
import java.io.IOException;
import java.nio.file.Path;

/** A JSON file that is either wholly there or not at all. */
public final class JsonFile {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonFile() {}

  /**
   * Writes it; a file that stands there is replaced.
   *
   * @throws IOException if the file cannot be written; the old one, if any, is untouched then
   */
  public static void write(Path file, Object value) throws IOException {
    WholeFile.write(file, JSON.writeValueAsBytes(value));
  }
}
