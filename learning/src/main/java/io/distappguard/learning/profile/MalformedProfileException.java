package io.distappguard.learning.profile;

import java.io.IOException;
import java.nio.file.Path;

/** A profile folder is not whole and sound; the message names the file and what is wrong. */
public final class MalformedProfileException extends IOException {

  private static final long serialVersionUID = 1;

  public MalformedProfileException(Path file, String problem) {
    super(file + ": " + problem);
  }

  public MalformedProfileException(Path file, String problem, Throwable cause) {
    super(file + ": " + problem, cause);
  }
}
