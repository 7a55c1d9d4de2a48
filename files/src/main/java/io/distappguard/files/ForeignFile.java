package io.distappguard.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A file in a folder that somebody else may have filled. A link there could lead to any file of the
 * reader's, and opening a pipe or a device could wait for ever or do something.
 */
public final class ForeignFile {

  /** Why a link is not followed. */
  public static final String LEADS_OUT = "link that leads out of its folder";

  /** Why a link is not followed, too. */
  public static final String LEADS_NOWHERE = "link that leads nowhere";

  /** Why something is not opened. */
  public static final String SPECIAL = "neither a file nor a folder";

  private ForeignFile() {}

  /**
   * Why something in a folder is not opened; null where it may be.
   *
   * @param folder what was named by the user, itself perhaps a link
   * @param inside a file or folder in it, at any depth
   */
  public static @Nullable String refusal(Path folder, Path inside) throws IOException {
    Path real;
    try {
      real = inside.toRealPath();
    } catch (IOException nothingThere) {
      return LEADS_NOWHERE; // or in a circle
    }
    if (!real.startsWith(folder.toRealPath())) {
      return LEADS_OUT;
    }
    return Files.isRegularFile(real) || Files.isDirectory(real) ? null : SPECIAL;
  }

  /**
   * Opens a file of a folder for reading.
   *
   * @throws IOException also where it is not there, or may not be opened
   */
  public static InputStream open(Path folder, Path file) throws IOException {
    if (Files.exists(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      String refusal = refusal(folder, file);
      if (refusal != null) {
        throw new IOException(file + ": not opened: " + refusal);
      }
    }
    return Files.newInputStream(file);
  }
}
