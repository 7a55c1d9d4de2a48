package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** {@code convert} and {@code inspect} over the sample that the class archive is made with. */
class ConvertAndInspectTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private byte[] sample;

  @BeforeEach
  void write() throws IOException {
    sample = ClassArchive.sample();
    Files.write(folder.resolve("web.strace"), sample);
  }

  @Test
  void inspectCountsWhatIsThere() throws IOException {
    JsonNode found = inspect("web.strace");

    assertThat(found.get("format").asText()).isEqualTo("strace");
    assertThat(found.get("events").asInt()).isEqualTo(lines());
    assertThat(found.get("rejected")).isEmpty();
    assertThat(found.get("processes").asInt()).isEqualTo(2);
    assertThat(found.get("containers").asInt()).isEqualTo(1);
    assertThat(found.get("durationSeconds").asDouble()).isBetween(1.2, 1.3);
    assertThat(found.get("connections"))
        .anySatisfy(connection -> {
          assertThat(connection.get("local").asText()).isEqualTo("127.0.0.1:53418");
          assertThat(connection.get("remote").asText()).isEqualTo("127.0.0.1:7100");
          assertThat(connection.get("connects").asInt()).isEqualTo(1);
          assertThat(connection.get("accepts").asInt()).isZero();
          assertThat(connection.get("bytesSent").asInt()).isEqualTo(78);
          assertThat(connection.get("bytesReceived").asInt()).isEqualTo(1200);
        });
    assertThat(found.has("files")).isTrue();
    assertThat(found.has("exchanges")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gz", "xz", "zst"})
  void compressionMakesNoDifference(String compression) throws IOException {
    Path file = folder.resolve("web.strace." + compression);
    try (OutputStream out = compressed(compression, Files.newOutputStream(file))) {
      out.write(sample);
    }

    assertThat(inspect(file.getFileName().toString())).isEqualTo(inspect("web.strace"));
  }

  @Test
  void standardInputMakesNoDifference() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compressed("zst", bytes)) {
      out.write(sample);
    }

    CommandLineRun run = CommandLineRun.withInput(bytes.toByteArray(), "inspect", "--json", "-");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(JSON.readTree(run.out())).isEqualTo(inspect("web.strace"));
  }

  @Test
  void aRecordingHoldsWhatTheFileHeld() throws IOException {
    CommandLineRun run =
        CommandLineRun.of("convert", "--output", path("web.recording"), path("web.strace"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains(lines() + " of " + lines() + " events understood");
    JsonNode recording = inspect("web.recording");
    JsonNode file = inspect("web.strace");
    assertThat(recording.get("format").asText()).isEqualTo("recording");
    assertThat(recording.at("/source/events")).isEqualTo(file.get("events"));
    for (String same : new String[] {"exchanges", "processes", "connections", "files"}) {
      assertThat(recording.get(same)).as(same).isEqualTo(file.get(same));
    }
  }

  @Test
  void tracesAreInspectedAndConverted() throws IOException {
    Files.writeString(
        folder.resolve("spans.csv"),
        """
        when,TraceID,SpanID,ParentID,App,OperationName,took
        1674981768697,a,1,root,web,GET /,20
        1674981768699,a,2,1,cart,add,10
        1674981768699,a,2,1,cart,add,10
        1674981769699,b,1,9,cart,add,10
        """);
    String columns = "start:ms=when,service=App,duration:ms=took";
    CommandLineRun inspected =
        CommandLineRun.of("inspect", "--json", "--columns", columns, path("spans.csv"));
    assertThat(inspected.exitCode()).as(inspected.err()).isZero();
    JsonNode found = JSON.readTree(inspected.out());
    assertThat(found.get("format").asText()).isEqualTo("csv");
    assertThat(found.get("spans").asInt()).isEqualTo(4);
    assertThat(found.get("traces").asInt()).isEqualTo(2);
    assertThat(found.get("services").asInt()).isEqualTo(2);
    assertThat(found.get("operations").asInt()).isEqualTo(2);
    assertThat(found.get("crossServiceEdges").asInt()).isEqualTo(1);
    assertThat(found.get("orphans").asInt()).isEqualTo(1);
    assertThat(found.get("duplicates").asInt()).isEqualTo(1);
    assertThat(found.get("durationSeconds").asDouble()).isEqualTo(1.012);
    assertThat(found.get("callsPerSecond").asDouble()).isBetween(2.9, 3.0);
    assertThat(CommandLineRun.of("inspect", "--columns", columns, path("spans.csv")).out())
        .contains("remote calls", "without their parent");

    CommandLineRun converted =
        CommandLineRun.of(
            "convert",
            "--columns",
            columns,
            "--kind",
            "training",
            "-o",
            path("calls.recording"),
            path("spans.csv"));
    assertThat(converted.exitCode()).as(converted.err()).isZero();
    JsonNode recording = inspect("calls.recording");
    assertThat(recording.get("kind").asText()).isEqualTo("training");
    assertThat(recording.get("exchanges").asInt()).isZero();
    for (String same : new String[] {"spans", "traces", "services", "orphans", "duplicates"}) {
      assertThat(recording.get(same)).as(same).isEqualTo(found.get(same));
    }
    assertError("no column for: start, service", "inspect", "--format", "csv", path("spans.csv"));
    assertUsage("FIELD=COLUMN", "inspect", "--columns", "trace", path("spans.csv"));
  }

  @Test
  void whatIsNotUnderstoodIsCountedAndLocated() throws IOException {
    String broken =
        new String(sample, StandardCharsets.UTF_8)
            .replace("100 1795308870.130000 read(", "100 1795308870.130000 re\0\1\2(")
            .concat("\u00ff\u00fe nonsense\n");
    Files.writeString(folder.resolve("broken.strace"), broken);

    JsonNode rejected = inspect("broken.strace").get("rejected");
    assertThat(rejected).isNotEmpty();
    assertThat(rejected.get(0).get("firstPosition").asText())
        .startsWith(path("broken.strace") + ":");

    CommandLineRun run =
        CommandLineRun.of("convert", "--output", path("broken.recording"), path("broken.strace"));
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("distappguard: " + path("broken.strace") + ":");
    assertThat(
            CommandLineRun.of(
                    "convert",
                    "-q",
                    "--replace",
                    "--output",
                    path("broken.recording"),
                    path("broken.strace"))
                .err())
        .isEmpty();
  }

  @Test
  void errorsAreOneLineWithExitCodeOne() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "buy milk\n");
    CommandLineRun.of("convert", "--output", path("web.recording"), path("web.strace"));

    assertError("no such file", "inspect", path("nothing"));
    assertError("format not recognised", "inspect", path("notes.txt"));
    assertError("expected: a folder", "inspect", "--format", "recording", path("web.strace"));
    assertError("exists", "convert", "--output", path("web.recording"), path("web.strace"));
    assertError("profile", "detect", "--profile", path("nothing"), path("web.strace"));
  }

  @Test
  void failedConversionLeavesNothing() throws IOException {
    Files.writeString(folder.resolve("notes.txt"), "buy milk\n");

    CommandLineRun.of("convert", "--output", path("out"), path("notes.txt"));

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("notes.txt", "web.strace");
    }
  }

  @Test
  void wrongUsageHasExitCodeTwo() {
    assertUsage("'--output", "convert", path("web.strace"));
    assertUsage("expected: one of ", "inspect", "--format", "pcap", path("web.strace"));
    assertUsage("expected: >= 1", "convert", "--interval", "0", "-o", path("x"), path("x"));
    assertUsage("cannot be joined", "convert", "-o", path("x"), "-", path("web.strace"));
    assertUsage("INPUT", "inspect");
  }

  @Test
  void verboseAddsTheStackTrace() {
    assertThat(CommandLineRun.of("--verbose", "inspect", path("nothing")).err())
        .contains("\tat io.distappguard.");
  }

  private static void assertError(String message, String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("distappguard: ").contains(message).hasLineCount(1);
  }

  private static void assertUsage(String message, String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.USAGE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("distappguard: ").contains(message, "Try: distappguard ");
  }

  private JsonNode inspect(String file) throws IOException {
    CommandLineRun run = CommandLineRun.of("inspect", "--json", path(file));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return JSON.readTree(run.out());
  }

  private long lines() {
    return new String(sample, StandardCharsets.UTF_8).lines().count();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private static OutputStream compressed(String compression, OutputStream out) throws IOException {
    return switch (compression) {
      case "gz" -> new GZIPOutputStream(out);
      case "xz" -> new XZOutputStream(out, new LZMA2Options());
      default -> new ZstdOutputStream(out);
    };
  }
}
