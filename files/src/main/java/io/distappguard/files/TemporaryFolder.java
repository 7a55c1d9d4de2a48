package io.distappguard.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An empty folder where the system keeps temporary ones; closed, it is gone with all in it. */
public final class TemporaryFolder implements Closeable {

  private final Path path;

  private TemporaryFolder(Path path) {
    this.path = path;
  }

  /**
   * Makes one, for its owner alone.
   *
   * @param purpose what its name begins with
   */
  public static TemporaryFolder make(String purpose) throws IOException {
    return new TemporaryFolder(Files.createTempDirectory(purpose));
  }

  /** Where to put the files. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    remove(path);
  }

  /** Removes a folder and all in it, or a file, unless it is gone already. */
  public static void remove(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> all = Files.walk(folder)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    } catch (UncheckedIOException exception) {
      throw exception.getCause();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
