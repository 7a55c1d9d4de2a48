package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scripts/find-jdk.sh} over folders that look like JDKs. */
class FindJdkTest {

  private record Outcome(int exitCode, String out, String err) {}

  private final Map<String, String> environment = new HashMap<>();
  @TempDir Path root;

  @Test
  void takesTheNewestOfTheUsualFolders() throws Exception {
    jdk("usr/lib/jvm/java-17-openjdk", "17.0.15");
    jdk("usr/lib/jvm/temurin-21", "21.0.8");
    Path newest = jdk("usr/lib/jvm/zulu-25", "25.0.3");
    jdk("opt/jdk-24", "24");

    assertThat(find().out()).isEqualTo(newest.toString());
  }

  @Test
  void passesOverThe17ThatDebianPutsOnThePath() throws Exception {
    Path old = jdk("usr/lib/jvm/java-17-openjdk", "17.0.15");
    Path right = jdk("usr/lib/jvm/temurin-21", "21.0.8");
    Path bin = Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(bin.resolve("java"), old.resolve("bin/java"));
    environment.put("PATH", bin.toString());

    assertThat(find().out()).isEqualTo(right.toString());
  }

  @Test
  void prefersJavaHomeThenThePathToSomethingNewer() throws Exception {
    jdk("usr/lib/jvm/newest", "26-ea");
    Path onPath = jdk("home/on-path", "22.0.1");
    Path chosen = jdk("home/chosen", "21");
    environment.put("PATH", onPath.resolve("bin").toString());

    assertThat(find().out()).isEqualTo(onPath.toString());
    environment.put("JAVA_HOME", chosen.toString());
    assertThat(find().out()).isEqualTo(chosen.toString());
  }

  @Test
  void leavesAJavaHomeThatIsTooOldOrGone() throws Exception {
    Path right = jdk("opt/my-jdk", "25");
    environment.put("JAVA_HOME", jdk("home/old", "17.0.1").toString());
    assertThat(find().out()).isEqualTo(right.toString());

    environment.put("JAVA_HOME", root.resolve("nothing there").toString());
    assertThat(find().out()).isEqualTo(right.toString());
  }

  @Test
  void looksWhereSdkmanAndIdeaKeepTheirs() throws Exception {
    Path idea = jdk("home/.jdks/openjdk-23", "23");
    assertThat(find().out()).isEqualTo(idea.toString());

    Path sdkman = jdk("home/.sdkman/candidates/java/25-tem", "25");
    assertThat(find().out()).isEqualTo(sdkman.toString());
  }

  @Test
  void aRuntimeWithoutCompilerIsNoJdk() throws Exception {
    Path runtime = jdk("usr/lib/jvm/jre-25", "25");
    Files.delete(runtime.resolve("bin/javac"));
    Path right = jdk("usr/lib/jvm/jdk 21", "21");

    assertThat(find().out()).isEqualTo(right.toString());
  }

  @Test
  void saysWhatToInstallWhenThereIsNone() throws Exception {
    jdk("usr/lib/jvm/java-8", "1.8.0_402");
    environment.put("JAVA_HOME", jdk("home/old", "17.0.1").toString());

    Outcome outcome = find();

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains("no JDK 21 or newer found", "(Java 17)", "(Java 1)", "Debian 12", "JAVA_HOME");
  }

  @Test
  void comparesVersionsOfMavenByNumber() throws Exception {
    maven("opt/apache-maven-3.8.5", "3.8.5");
    assertThat(run("find_maven && echo $MVN").err()).contains("too old", "apt-get install maven");

    Path right = maven("opt/apache-maven-3.10.0", "3.10.0");
    assertThat(run("find_maven && echo $MVN").out()).isEqualTo(right.resolve("bin/mvn").toString());
  }

  private Path jdk(String folder, String version) throws IOException {
    Path home = root.resolve(folder);
    executable(home.resolve("bin/java"));
    executable(home.resolve("bin/javac"));
    Files.writeString(
        home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private Path maven(String folder, String version) throws IOException {
    Path home = root.resolve(folder);
    executable(home.resolve("bin/mvn"));
    Files.createDirectories(home.resolve("lib"));
    Files.createFile(home.resolve("lib/maven-core-" + version + ".jar"));
    return home;
  }

  private static void executable(Path file) throws IOException {
    executable(file, "exit 70"); // never to be run
  }

  private static void executable(Path file, String command) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private Outcome find() throws Exception {
    return run("find_jdk && echo $JAVA_HOME");
  }

  /** Runs the commands in a bash that sees nothing of this machine's own JDKs and Maven. */
  private Outcome run(String commands) throws Exception {
    Path tools = Files.createDirectories(root.resolve("tools"));
    executable(tools.resolve("readlink"), "exec /usr/bin/readlink \"$@\"");
    Path script = Path.of("..", "scripts", "find-jdk.sh").toAbsolutePath().normalize();
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/bash", "-c", "set -uo pipefail; source '" + script + "'; " + commands);
    builder.environment().clear();
    builder.environment().put("HOME", root.resolve("home").toString());
    builder.environment().put("FIND_JDK_ROOT", root.toString());
    builder.environment().putAll(environment);
    String path = environment.getOrDefault("PATH", "");
    builder.environment().put("PATH", path.isEmpty() ? tools.toString() : path + ":" + tools);
    Path err = root.resolve("err.txt");
    Process process = builder.redirectError(err.toFile()).start();
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Outcome(process.waitFor(), out, Files.readString(err));
  }
}
