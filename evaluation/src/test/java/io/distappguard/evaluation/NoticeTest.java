package io.distappguard.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What ships, by the libraries that the build has laid beside the command. */
class NoticeTest {

  private static final Path LIBRARIES = Path.of("..", "cli", "target", "lib");

  @Test
  void namesEveryLibraryThatShips() throws IOException {
    String notice = Files.readString(Path.of("..", "NOTICE"));

    assertThat(libraries()).allSatisfy(library -> assertThat(notice).contains(library));
  }

  @Test
  void benchmarksAndTheirLibraryDoNotShip() throws IOException {
    assertThat(libraries()).noneMatch(library -> library.matches("jmh.*|benchmarks|evaluation"));
  }

  private static List<String> libraries() throws IOException {
    assumeThat(LIBRARIES).as("needs the command's libraries: package cli first").isDirectory();
    try (Stream<Path> jars = Files.list(LIBRARIES)) {
      List<String> names =
          jars.map(jar -> jar.getFileName().toString())
              .filter(name -> !name.endsWith("-SNAPSHOT.jar"))
              .map(name -> name.replaceFirst("-[0-9].*", ""))
              .toList();
      assertThat(names).isNotEmpty();
      return names;
    }
  }
}
