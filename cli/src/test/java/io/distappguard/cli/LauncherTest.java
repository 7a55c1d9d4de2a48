package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./distappguard} in a copy of the repository with a JDK and a Maven that only pretend. */
class LauncherTest {

  private record Outcome(int exitCode, String out, String err) {}

  @TempDir Path root;
  private Path source;

  @BeforeEach
  void layOut() throws IOException {
    for (String script : List.of("distappguard", "scripts/find-jdk.sh", "scripts/build.sh")) {
      Path copy = root.resolve(script);
      Files.createDirectories(copy.getParent());
      Files.copy(Path.of("..").resolve(script), copy);
    }
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    for (String module :
        List.of("telemetry", "learning", "behaviour", "incidents", "evaluation", "cli")) {
      Files.createDirectories(root.resolve(module).resolve("src/main/java"));
      Files.writeString(root.resolve(module).resolve("pom.xml"), "<project/>");
    }
    source = Files.writeString(root.resolve("telemetry/src/main/java/Call.java"), "record Call");
    program("jdk/bin/javac", "exit 70");
    program("jdk/bin/java", "case \"$*\" in *ClassArchive*) exit 0;; esac; echo \"java ran: $*\"");
    Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"21.0.8\"\n");
    Files.createDirectories(root.resolve("maven/lib"));
    Files.createFile(root.resolve("maven/lib/maven-core-3.9.11.jar"));
    program(
        "maven/bin/mvn",
        "echo build >>'"
            + root
            + "/builds'; sleep 0.3;"
            + " echo '[INFO] Building DistAppGuard: telemetry 0.1.0 [2/7]';"
            + " mkdir -p cli/target; touch cli/target/distappguard.jar");
    everythingOld();
  }

  @Test
  void buildsOnFirstUseThenRunsWithTheArguments() throws Exception {
    Outcome outcome = launch("inspect", "a file", "--json");

    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).contains("building DistAppGuard, first use: module 2/7 telemetry");
    assertThat(outcome.out())
        .contains("java ran: ")
        .endsWith("io.distappguard.cli.DistAppGuard inspect a file --json\n");
  }

  @Test
  void buildsAgainOnlyWhenASourceChangedOrWentAway() throws Exception {
    launch("--version");
    launch("--version");
    assertThat(builds()).isEqualTo(1);

    Files.writeString(source, "record Call()");
    assertThat(launch("--version").err()).contains("sources have changed");
    assertThat(builds()).isEqualTo(2);

    Files.delete(source);
    launch("--version");
    launch("--version");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void twoAtOnceBuildOnce() throws Exception {
    Process first = start("--version");
    Process second = start("--version");
    first.getInputStream().readAllBytes();
    second.getInputStream().readAllBytes();

    assertThat(first.waitFor()).isZero();
    assertThat(second.waitFor()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void showsWhatFailedAndRunsNothing() throws Exception {
    program(
        "maven/bin/mvn",
        "echo '[INFO] fine so far'; echo '[ERROR] Call.java:[1,7] not a statement'; exit 1");

    Outcome outcome = launch("--version");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("the build failed", "Call.java:[1,7] not a statement", "target/build.log")
        .doesNotContain("fine so far");
    assertThat(launch("--version").exitCode()).isEqualTo(1); // it is not taken for built
  }

  @Test
  void worksFromElsewhereThroughASymbolicLink() throws Exception {
    Path link = root.resolve("elsewhere/dag");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, root.resolve("distappguard"));

    ProcessBuilder builder = command(link.toString(), "demo");
    Process process = builder.directory(link.getParent().toFile()).start();

    assertThat(text(process)).contains("-Ddistappguard.home=" + root.toRealPath());
    assertThat(process.waitFor()).isZero();
  }

  /** Maven's build is to be newer than the sources, whatever the clock's resolution. */
  private void everythingOld() throws IOException {
    FileTime old = FileTime.from(Instant.now().minusSeconds(60));
    List<Path> all = new ArrayList<>();
    try (var walk = Files.walk(root)) {
      walk.forEach(all::add);
    }
    for (Path path : all) {
      Files.setLastModifiedTime(path, old);
    }
  }

  private int builds() throws IOException {
    return Files.readAllLines(root.resolve("builds")).size();
  }

  private void program(String file, String commands) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "#!/bin/bash\n" + commands + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome launch(String... arguments) throws Exception {
    Process process = start(arguments);
    String out = text(process);
    return new Outcome(process.waitFor(), out, Files.readString(root.resolve("err")));
  }

  private Process start(String... arguments) throws IOException {
    List<String> line = new ArrayList<>(List.of(root.resolve("distappguard").toString()));
    line.addAll(List.of(arguments));
    return command(line.toArray(String[]::new)).start();
  }

  private ProcessBuilder command(String... line) {
    List<String> all = new ArrayList<>(List.of("/bin/bash"));
    all.addAll(List.of(line));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder.environment().put("JAVA_HOME", root.resolve("jdk").toString());
    builder.environment().put("MAVEN_HOME", root.resolve("maven").toString());
    return builder.redirectError(root.resolve("err").toFile());
  }

  private static String text(Process process) throws IOException {
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
