package io.distappguard.range.deployment;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The range's own classes as the containers see them: copied once into the cache, so that paths in
 * a recording do not depend on who built where.
 *
 * @param java the {@code java} of the JDK this process runs on
 * @param classPath entries joined by colons
 */
public record Application(Path java, String classPath) {
  /** For processes that are not services: the seed data, the driver, the attacks. */
  static final List<String> USUAL_FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xmx256m",
          "-XX:-UsePerfData",
          "-XX:+IgnoreUnrecognizedVMOptions",
          "--sun-misc-unsafe-memory-access=allow",
          "--enable-native-access=ALL-UNNAMED");

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
        Path.of(System.getProperty("java.home"), "bin", "java"), String.join(":", entries));
  }

  /**
   * The command line of one of our main classes.
   *
   * @param directory where it unpacks native libraries (its {@code tmp})
   * @param flags for the virtual machine
   */
  public List<String> command(
      Path directory, List<String> flags, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.addAll(flags);
    command.add("-Djava.io.tmpdir=" + directory.resolve("tmp"));
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
        // ranges that start at the same time may share the cache
        Path unfinished =
            target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".unfinished");
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
