package io.distappguard.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplacedFolderTest {

  private static final int KILLED = 137;

  @TempDir Path folder;

  /** Writes a folder, and halts after some step: as a killed program, without any clean-up. */
  static final class Writing {

    private Writing() {}

    public static void main(String[] arguments) throws IOException {
      int left = Integer.parseInt(arguments[2]);
      write(Path.of(arguments[0]), arguments[1], new Halting(left));
    }

    private static final class Halting implements UnfinishedFolder.Steps {

      private int left;

      Halting(int left) {
        this.left = left;
      }

      @Override
      public void after(String step) {
        if (left-- == 0) {
          Runtime.getRuntime().halt(KILLED);
        }
      }
    }
  }

  private static void write(Path target, String text, UnfinishedFolder.Steps steps)
      throws IOException {
    try (UnfinishedFolder unfinished = UnfinishedFolder.beside(target, steps)) {
      Files.writeString(unfinished.path().resolve("first"), text);
      steps.after("half filled");
      Files.createDirectories(unfinished.path().resolve("part"));
      Files.writeString(unfinished.path().resolve("part/second"), text);
      unfinished.putInPlace();
    }
  }

  private static void write(Path target, String text) throws IOException {
    write(target, text, step -> {});
  }

  @Test
  void killedBetweenAnyTwoStepsTheOldOrTheNewIsThereWhole() throws Exception {
    // before: nothing, a folder that was written once, one that was replaced already
    for (int before = 0; before <= 2; before++) {
      List<String> seen = new ArrayList<>();
      int step = 0;
      for (boolean killed = true; killed; step++) {
        Path home = Files.createDirectory(folder.resolve(before + "-" + step));
        Path target = home.resolve("target");
        for (int earlier = 0; earlier < before; earlier++) {
          write(target, "old");
        }
        killed = isKilled(target, step);
        String found = whole(target);
        seen.add(found);
        write(target, "newest");
        assertThat(whole(target)).isEqualTo("newest");
        assertThat(names(home)).as("before %d, step %d", before, step).containsExactly("target");
        if (Files.exists(target.resolve("versions"))) {
          assertThat(names(target)).containsExactly("current", "versions");
          assertThat(names(target.resolve("versions"))).hasSize(2).contains("lock");
        } else {
          assertThat(names(target)).containsExactly("first", "part");
        }
      }
      String old = before == 0 ? "nothing" : "old";
      assertThat(seen).hasSizeGreaterThan(5).containsOnly(old, "new");
      assertThat(seen.lastIndexOf(old)).as("%s", seen).isLessThan(seen.indexOf("new"));
    }
  }

  @Test
  void versionsThatLeadOutAreNotFollowed() throws IOException {
    Path target = folder.resolve("target");
    write(target, "old");
    write(target, "new");
    Path secret = Files.createDirectory(folder.resolve("secret"));
    Path current = target.resolve("current");
    for (Path link : List.of(secret, Path.of("../secret"), Path.of("versions/77"))) {
      Files.delete(current);
      Files.createSymbolicLink(current, link);
      assertThatThrownBy(() -> CurrentVersion.of(target)).hasMessageContaining("no version");
    }
  }

  @Test
  void aCopyThatFollowedLinksIsReadToo() throws IOException {
    Path target = folder.resolve("target");
    write(target, "old");
    write(target, "new");
    Files.delete(target.resolve("current"));
    Files.createDirectory(target.resolve("current"));
    assertThat(CurrentVersion.of(target)).isEqualTo(target.resolve("current"));
  }

  @Test
  void aFolderWithALinkOfThatNameIsNoFolderOfVersions() throws IOException {
    Files.createDirectory(folder.resolve("monday"));
    Files.createSymbolicLink(folder.resolve("current"), Path.of("monday"));
    assertThat(CurrentVersion.of(folder)).isEqualTo(folder);
  }

  /** What the folder holds, "nothing" where it is not there; never half of it. */
  private static String whole(Path target) throws IOException {
    if (!Files.exists(target)) {
      return "nothing";
    }
    Path now = CurrentVersion.of(target);
    String first = Files.readString(now.resolve("first"));
    assertThat(now.resolve("part/second")).hasContent(first);
    return first;
  }

  private static boolean isKilled(Path target, int step) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Writing.class.getName(),
                target.toString(),
                "new",
                Integer.toString(step))
            .inheritIO()
            .start();
    int exitCode = process.waitFor();
    assertThat(exitCode).isIn(0, KILLED);
    return exitCode == KILLED;
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }
}
