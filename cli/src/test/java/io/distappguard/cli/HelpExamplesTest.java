package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every example in every {@code --help} is run as it stands, in a folder that has its files. */
class HelpExamplesTest {

  private static final List<String> COMMANDS = List.of("convert", "inspect", "learn", "detect");

  @TempDir static Path folder;

  @BeforeAll
  static void makeTheFilesThatExamplesName() throws IOException {
    byte[] sample = ClassArchive.sample();
    for (String name : List.of("shop.strace", "raw/monday/web.strace", "raw/tuesday/web.strace")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.write(folder.resolve(name), sample);
    }
    for (String name : List.of("web.strace.gz")) {
      try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve(name)))) {
        out.write(sample);
      }
    }
    for (String name : List.of("shop.strace.zst", "today.strace.zst")) {
      try (var out = new ZstdOutputStream(Files.newOutputStream(folder.resolve(name)))) {
        out.write(sample);
      }
    }
    Files.writeString(
        folder.resolve("spans.jsonl"),
        "{\"resourceSpans\":[{\"resource\":{\"attributes\":[{\"key\":\"service.name\",\"value\":"
            + "{\"stringValue\":\"web\"}}]},\"scopeSpans\":[{\"spans\":[{\"traceId\":"
            + "\"5b8efff798038103d269b633813fc60c\",\"spanId\":\"eee19b7ec3c1b174\",\"name\":"
            + "\"GET /\",\"kind\":2,\"startTimeUnixNano\":\"1795308870100000000\","
            + "\"endTimeUnixNano\":\"1795308870200000000\"}]}]}]}\n");
    Files.writeString(
        folder.resolve("traces.json"),
        "[{\"traceId\":\"a1\",\"id\":\"b1\",\"kind\":\"SERVER\",\"name\":\"get /\",\"timestamp\":"
            + "1795308870100000,\"duration\":100,\"localEndpoint\":{\"serviceName\":\"web\"}}]\n");
    Files.writeString(
        folder.resolve("spans.csv"),
        "trace,span,parent,App,operation,Begin,duration_ms\na1,b1,,web,GET /,1795308870100,7\n");
    // a section (block type, length, magic number, version, no length, length) and a close that
    // went well (block type, length, processor, time, thread, length, type, one parameter of 8)
    Files.write(
        folder.resolve("capture.scap"),
        HexFormat.of()
            .parseHex(
                "0a0d0d0a1c0000004d3c2b1a01000200ffffffffffffffff1c000000"
                    + "16020000340000000000001d6bc8e737ea18070000000000000024000000"
                    + "05000100000008000000000000000000000034000000"));
    SmallApplication.record(folder.resolve("recordings/monday"), "training", 1, 400, -1);
    SmallApplication.record(folder.resolve("recordings/wednesday"), "validation-a", 3, 300, -1);
    SmallApplication.record(folder.resolve("recordings/thursday"), "validation-b", 4, 500, -1);
    SmallApplication.record(folder.resolve("monday"), "training", 1, 400, -1);
    SmallApplication.record(folder.resolve("tuesday"), "training", 2, 400, -1);
    SmallApplication.record(folder.resolve("wednesday"), "validation-a", 3, 300, -1);
    SmallApplication.record(folder.resolve("thursday"), "validation-b", 4, 500, -1);
    SmallApplication.record(folder.resolve("today.recording"), "attack", 6, 200, 120);
    Files.write(folder.resolve("collected.strace"), sample);
    CommandLineRun.of(
        "convert",
        "--output",
        folder.resolve("collected.recording").toString(),
        folder.resolve("collected.strace").toString());
    learnProfile();
  }

  private static void learnProfile() {
    CommandLineRun run =
        CommandLineRun.of(
            "learn",
            "--profile",
            folder.resolve("shop.profile").toString(),
            folder.resolve("recordings").toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @TestFactory
  List<DynamicTest> everyExampleRuns() {
    List<DynamicTest> tests = new ArrayList<>();
    for (String command : COMMANDS) {
      for (String example : examples(command)) {
        tests.add(DynamicTest.dynamicTest(example, () -> run(example)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(10);
    return tests;
  }

  private static List<String> examples(String command) {
    String help = CommandLineRun.of(command, "--help").out();
    return help.substring(help.indexOf("Examples:"))
        .replaceAll(" \\\\\\R *", " ")
        .lines()
        .skip(1)
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .toList();
  }

  private static void run(String example) throws IOException {
    byte[] input = new byte[0];
    String line = example;
    if (line.startsWith("zstdcat ")) {
      String file = line.substring("zstdcat ".length(), line.indexOf(" | "));
      input = Files.readAllBytes(folder.resolve(file)); // the command takes it compressed, too
      line = line.substring(line.indexOf(" | ") + 3);
    }
    if (line.contains(" > ")) {
      line = line.substring(0, line.indexOf(" > "));
    }
    assertThat(line).startsWith("distappguard ");
    String[] arguments =
        Arrays.stream(line.split(" "))
            .skip(1)
            .map(HelpExamplesTest::inFolder)
            .toArray(String[]::new);
    remove(folder.resolve("shop.recording"), example.contains("convert "));

    CommandLineRun run = CommandLineRun.withInput(input, arguments);

    // of the tiny sample in today.strace.zst the profile knows no role: an error, and a right one
    boolean strange = example.contains("today.strace.zst");
    assertThat(run.exitCode())
        .as(example + "\n" + run.err())
        .isIn(
            strange
                ? List.of(ExitCode.DONE, ExitCode.ERROR)
                : List.of(ExitCode.DONE, ExitCode.ANOMALIES_FOUND));
  }

  /** Names of files become paths into the folder; words and options stay. */
  private static String inFolder(String argument) {
    boolean file =
        Files.exists(folder.resolve(argument)) && !COMMANDS.contains(argument)
            || argument.matches("(shop|monday)\\.(recording|profile)|weekdays|\\w+/\\w+");
    return file && !argument.startsWith("-") ? folder.resolve(argument).toString() : argument;
  }

  private static void remove(Path recording, boolean inTheWay) throws IOException {
    if (!inTheWay || !Files.exists(recording)) {
      return;
    }
    try (var files = Files.list(recording)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(recording);
  }
}
