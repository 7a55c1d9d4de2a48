package io.distappguard.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What stands in a folder now. A folder that was written once holds its files itself; one that was
 * replaced holds versions, of which a link names the one that holds:
 *
 * <pre>
 *   current -> versions/2
 *   versions/2/...
 * </pre>
 */
public final class CurrentVersion {

  static final String CURRENT = "current";
  static final String VERSIONS = "versions";

  private static final Pattern OF_A_VERSION = Pattern.compile(VERSIONS + "/[0-9]{1,9}");

  private CurrentVersion() {}

  /** The folder whose files hold: a version of {@code folder}, or itself. */
  public static Path of(Path folder) throws IOException {
    Path current = folder.resolve(CURRENT);
    if (!Files.isDirectory(folder.resolve(VERSIONS), LinkOption.NOFOLLOW_LINKS)) {
      return folder;
    }
    if (Files.isSymbolicLink(current)) {
      Path version = Files.readSymbolicLink(current);
      // of nobody else's making, and within: a folder may come from anywhere
      if (OF_A_VERSION.matcher(version.toString()).matches()
          && Files.isDirectory(folder.resolve(version), LinkOption.NOFOLLOW_LINKS)) {
        return folder.resolve(version);
      }
      throw new IOException(current + ": leads to " + version + ", which is no version beside it");
    }
    // as after a copy that followed links
    return Files.isDirectory(current, LinkOption.NOFOLLOW_LINKS) ? current : folder;
  }

  /** Whether what stands in a folder now has a file of this name. */
  public static boolean has(Path folder, String file) {
    try {
      return Files.isRegularFile(of(folder).resolve(file));
    } catch (IOException noVersion) {
      return false;
    }
  }
}
