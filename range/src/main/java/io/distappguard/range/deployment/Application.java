package io.distappguard.range.deployment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The range's own classes as the containers see them: copied once into the cache, so that paths in
 * a recording do not depend on who built where, and so that an archive of loaded classes stays
 * valid.
 *
 * @param java the {@code java} of the JDK this process runs on
 * @param classPath entries joined by colons
 * @param archive the archive of loaded classes, used when it exists
 */
public record Application(Path java, String classPath, Path archive) {
  /** Enough for each service at the range's rates; some twenty of them share a small machine. */
  static final String SMALL_HEAP = "-Xmx96m";

  /** Copies the running class path into the cache, only what changed. */
  public static Application install(Path cache) {
    Path library = cache.resolve("lib");
    RunFolder.createDirectories(library);
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isRegularFile(path)) {
        entries.add(copy(path, library.resolve(path.getFileName())).toString());
      } else if (Files.isDirectory(path)) {
        entries.add(path.toString()); // started from a build folder, in a test
      }
    }
    return new Application(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        String.join(":", entries),
        cache.resolve("services.jsa"));
  }

  /**
   * The command line of one of our main classes.
   *
   * @param directory where it unpacks native libraries (its {@code tmp})
   * @param heap a flag for the largest heap; the JVM's own choice when empty
   */
  public List<String> command(
      Path directory, Optional<String> heap, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    heap.ifPresent(command::add);
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xss512k",
            "-XX:-UsePerfData",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.io.tmpdir=" + directory.resolve("tmp")));
    if (Files.isRegularFile(archive)) {
      command.add("-XX:SharedArchiveFile=" + archive);
    }
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }

  private static Path copy(Path source, Path target) {
    try {
      boolean same =
          Files.isRegularFile(target)
              && Files.size(target) == Files.size(source)
              && Files.getLastModifiedTime(target).equals(Files.getLastModifiedTime(source));
      if (!same) {
        Path unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
        Files.copy(
            source,
            unfinished,
            StandardCopyOption.REPLACE_EXISTING,
            StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return target;
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(target, e.getMessage()), e);
    }
  }
}
