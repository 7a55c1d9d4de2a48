package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearnAndDetectTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static CommandLineRun learned;

  @BeforeAll
  static void learnFromTheKindsThatRecordingsState() throws IOException {
    Path recordings = Files.createDirectories(folder.resolve("recordings"));
    SmallApplication.record(recordings.resolve("monday"), "training", 1, 400, -1);
    SmallApplication.record(recordings.resolve("tuesday"), "training", 2, 400, -1);
    SmallApplication.record(recordings.resolve("wednesday"), "validation-a", 3, 300, -1);
    SmallApplication.record(recordings.resolve("thursday"), "validation-b", 4, 500, -1);
    SmallApplication.record(recordings.resolve("friday"), "benign-test", 5, 200, -1);
    SmallApplication.record(recordings.resolve("saturday"), "attack", 6, 200, 120);
    learned = CommandLineRun.of("learn", "--profile", path("small.profile"), path("recordings"));
  }

  @Test
  void learnShowsWhatItLearned() {
    assertThat(learned.err())
        .contains("left out: " + path("recordings/friday") + ", kind benign-test");
    assertThat(learned.exitCode()).as(learned.err()).isZero();
    assertThat(learned.out())
        .contains("monday", "training", "validation A", "validation B", "web", "store")
        .contains("Threshold: ", "Promise: at most ", "95 % confidence", "loss ")
        .contains("Written to " + path("small.profile"));
  }

  @Test
  void detectsTheShellAndNamesItsProcess() throws IOException {
    CommandLineRun run =
        CommandLineRun.of(
            "detect", "--profile", path("small.profile"), path("recordings/saturday"));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ANOMALIES_FOUND);
    assertThat(run.err()).contains(" anomalies in ", "first at ", "web");
    JsonNode first = JSON.readTree(run.out().lines().findFirst().orElseThrow());
    assertThat(first.get("role").asText()).isEqualTo("web");
    assertThat(first.get("score").asDouble()).isGreaterThan(first.get("threshold").asDouble());
    assertThat(first.at("/evidence/0/participants/0/executable").asText()).isEqualTo("/bin/sh");
    assertThat(first.get("evidence").toString()).contains("external:internet", "/etc/shadow");
  }

  @Test
  void findsNothingOnAnOrdinaryDay() {
    CommandLineRun run =
        CommandLineRun.of("detect", "--profile", path("small.profile"), path("recordings/friday"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("0 anomalies in ");
  }

  @Test
  void quietLeavesTheAnomaliesAlone() {
    CommandLineRun run =
        CommandLineRun.of(
            "detect", "--quiet", "--profile", path("small.profile"), path("recordings/saturday"));

    assertThat(run.err()).isEmpty();
    assertThat(run.out()).startsWith("{\"detector\":\"behaviour\"");
  }

  @Test
  void sameRecordingsAndSeedGiveTheSameBytes() throws IOException {
    CommandLineRun again =
        CommandLineRun.of(
            "learn",
            "--quiet",
            "--profile",
            path("again.profile"),
            "--training",
            path("recordings/monday"),
            path("recordings/tuesday"),
            "--validation-a",
            path("recordings/wednesday"),
            "--validation-b",
            path("recordings/thursday"));

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(bytes("again.profile")).isEqualTo(bytes("small.profile"));
  }

  @Test
  void inspectShowsAProfile() throws IOException {
    CommandLineRun text = CommandLineRun.of("inspect", path("small.profile"));
    assertThat(text.exitCode()).as(text.err()).isZero();
    assertThat(text.out()).contains("store, web", "promise", "monday");

    JsonNode json =
        JSON.readTree(CommandLineRun.of("inspect", "--json", path("small.profile")).out());
    assertThat(json.get("format").asText()).isEqualTo("distappguard-profile");
    assertThat(json.get("version").asInt()).isEqualTo(2);
    assertThat(json.get("recordings")).hasSize(4);
    assertThat(json.at("/behaviour/roles")).hasSize(2);
    assertThat(json.at("/behaviour/provenance/recordings")).hasSize(4);
    assertThat(json.at("/behaviour/promisedRate").asDouble()).isBetween(0.0, 0.1);
  }

  @Test
  void aProfileOfVersionOneStillDetects() throws IOException {
    // Version 1 was what the behaviour part is now, alone.
    String old = path("small.profile/behaviour");
    CommandLineRun run = CommandLineRun.of("detect", "-q", "-p", old, path("recordings/saturday"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ANOMALIES_FOUND);
    assertThat(run.out())
        .isEqualTo(
            CommandLineRun.of(
                    "detect", "-q", "-p", path("small.profile"), path("recordings/saturday"))
                .out());
    JsonNode json = JSON.readTree(CommandLineRun.of("inspect", "--json", old).out());
    assertThat(json.get("version").asInt()).isEqualTo(1);
    assertThat(json.at("/behaviour/roles")).hasSize(2);
  }

  @Test
  void aRecordingOfAnotherApplicationIsAnError() throws IOException {
    SmallApplication.record(folder.resolve("other"), "benign-test", 7, 200, -1, "bank-");

    CommandLineRun run =
        CommandLineRun.of("detect", "--profile", path("small.profile"), path("other"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err()).contains("another application", "bank-web").hasLineCount(1);
  }

  @Test
  void aRecordingTooShortToScoreIsNotAllQuiet() throws IOException {
    SmallApplication.record(folder.resolve("moment"), "benign-test", 9, 3, -1);

    CommandLineRun run =
        CommandLineRun.of("detect", "--quiet", "--profile", path("small.profile"), path("moment"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err()).contains("no window could be scored").hasLineCount(1);
  }

  @Test
  void aDamagedProfileIsRefused() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged.profile"));
    bytes("small.profile")
        .forEach((name, text) -> write(damaged.resolve(name), text.replace("web", "wob")));

    CommandLineRun run =
        CommandLineRun.of("detect", "--profile", damaged.toString(), path("recordings/friday"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err()).contains("sha256").hasLineCount(1);
  }

  @Test
  void refusesToLearnFromTooLittleOrTwice() throws IOException {
    SmallApplication.record(folder.resolve("short"), "training", 8, 30, -1);
    CommandLineRun little = learn("short", "recordings/wednesday", "recordings/thursday");
    assertThat(little.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(little.err()).contains("training lacks").hasLineCount(4); // three are what is needed

    CommandLineRun twice = learn("recordings/monday", "recordings/monday", "recordings/thursday");
    assertThat(twice.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(twice.err()).contains("two uses");

    CommandLineRun none =
        CommandLineRun.of(
            "learn", "--profile", path("none.profile"), "--training", path("recordings/monday"));
    assertThat(none.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(none.err()).contains("no recording for validation-a");
    assertThat(folder.resolve("none.profile")).doesNotExist();
  }

  private static CommandLineRun learn(String training, String validationA, String validationB) {
    return CommandLineRun.of(
        "learn",
        "--profile",
        path("none.profile"),
        "--training",
        path(training),
        "--validation-a",
        path(validationA),
        "--validation-b",
        path(validationB));
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text, StandardCharsets.ISO_8859_1);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }

  private static Map<String, String> bytes(String profile) throws IOException {
    Map<String, String> all = new TreeMap<>();
    Path root = folder.resolve(profile);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        all.put(
            root.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return all;
  }
}
