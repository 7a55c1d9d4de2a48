package io.distappguard.range.deployment;

import io.distappguard.files.TemporaryFolder;
import io.distappguard.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one deployment.
 *
 * <pre>
 *   containers/NAME/   the container's own directory
 *   discovery/ROLE     where the replicas of the role are
 *   output/NAME.N.log  standard output and error of the N-th start
 *   recording/         strace/, spans/ and containers.json; stays when the rest is removed
 * </pre>
 *
 * @param directory absolute path
 */
public record RunFolder(Path directory) {
  private static final String MARK = ".distappguard-range";
  private static final String KEEP = ".distappguard-range-keeps-recording";

  public RunFolder {
    directory = directory.toAbsolutePath().normalize();
  }

  /**
   * Makes the folder.
   *
   * @throws RangeFailure when the directory exists, is not empty, and was not made by a range
   * @param keepRecording whether {@link #remove} leaves the recording where it is
   */
  public void create(boolean keepRecording) {
    if (Files.isDirectory(directory) && !isOurs() && !list(directory).isEmpty()) {
      throw new RangeFailure(
          directory + ": not empty and not made by the range (choose another --directory)");
    }
    createDirectories(directory);
    write(directory.resolve(MARK), "Made by range/social-network; removed by its `down`.\n");
    if (keepRecording) {
      write(directory.resolve(KEEP), "Its recording stays until you remove it.\n");
    }
    for (Path folder :
        List.of(containers(), discovery(), output(), straceFolder(), spansFolder())) {
      createDirectories(folder);
    }
  }

  /** Refuses to go on where a recording would be added to. */
  public void requireNoKeptRecording() {
    if (keepsRecording()) {
      throw new RangeFailure(recording() + ": holds an earlier recording (move it away first)");
    }
  }

  /** Removes all that a range made here, but for a recording that is to be kept. */
  public void remove() {
    if (!isOurs()) {
      return;
    }
    if (Files.isDirectory(containers())) {
      list(containers()).forEach(PostgresImage::freeSharedMemory);
    }
    deleteRecursively(containers());
    deleteRecursively(discovery());
    deleteRecursively(output());
    if (keepsRecording()) {
      return;
    }
    deleteRecursively(recording());
    directory.resolve(KEEP).toFile().delete();
    directory.resolve(MARK).toFile().delete();
    directory.toFile().delete(); // stays when somebody else put something there
  }

  /** Whether a recording lies here that {@link #remove} leaves alone. */
  public boolean keepsRecording() {
    return Files.isRegularFile(directory.resolve(KEEP)) && Files.isDirectory(straceFolder());
  }

  public boolean isOurs() {
    return Files.isRegularFile(directory.resolve(MARK));
  }

  public Path containers() {
    return directory.resolve("containers");
  }

  public Path container(String name) {
    return containers().resolve(name);
  }

  public Path discovery() {
    return directory.resolve("discovery");
  }

  public Path output() {
    return directory.resolve("output");
  }

  public Path recording() {
    return directory.resolve("recording");
  }

  public Path straceFolder() {
    return recording().resolve("strace");
  }

  public Path spansFolder() {
    return recording().resolve("spans");
  }

  public Path spans(Instance instance) {
    return spansFolder().resolve(instance.name() + ".jsonl");
  }

  /** Writes a file that nobody sees half of. */
  public static void write(Path file, String text) {
    try {
      WholeFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  public static void createDirectories(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  public static void deleteRecursively(Path directory) {
    try {
      TemporaryFolder.remove(directory);
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(directory, e.getMessage()), e);
    }
  }
}
