package io.distappguard.learning.profile;

import java.io.IOException;
import java.nio.file.Path;

/** What one detector learned of an application, before it is written. */
public interface ProfilePart {

  /** The detector's name, also of the part's folder: lower-case letters. */
  String name();

  /**
   * Writes the part, whole in itself.
   *
   * @param folder does not exist yet
   */
  void write(Path folder) throws IOException;
}
