package io.distappguard.telemetry.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.Rejections;
import io.distappguard.telemetry.conversion.Conversion;
import io.distappguard.telemetry.conversion.ConversionOptions;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as people name them and as others fill them, and inputs that belong together. */
@Timeout(60)
class FoldersTest {

  private static final long TIME = 1795308870_000L;

  private static final String STRACE =
      """
      7 1795308870.000000 openat(AT_FDCWD</>, "/a", O_RDONLY) = 5</a>
      7 1795308870.500000 read(5</a>, "G"..., 100) = 60
      """;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {".", "../raw", "../raw/", "../raw/../raw", "../link", ""})
  void aFolderIsReadHoweverItIsNamed(String name) throws IOException {
    Path raw = Files.createDirectory(folder.resolve("raw"));
    Files.createSymbolicLink(folder.resolve("link"), raw);
    Files.writeString(raw.resolve("web.strace"), STRACE);
    Path named = raw.resolve(name);
    assertThat(read(named).accepted()).isEqualTo(2);
    Files.writeString(
        raw.resolve("containers.json"),
        "{\"containers\":[{\"name\":\"web-1\",\"strace\":\"web.strace\"}]}");
    assertThat(read(named).rejections().entries()).isEmpty();
    assertThat(read(named).accepted()).isEqualTo(2);
    Path recording = folder.resolve("one.recording");
    Conversion.convert(List.of(named), ConversionOptions.DEFAULT, recording, Progress.SILENT);
    assertThat(Inputs.open(recording.resolve(".")).name()).isIn("raw", "link");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatIsNoFileOfTheFolderIsToldAndNotOpened() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.strace"), STRACE);
    Path raw = Files.createDirectory(folder.resolve("raw"));
    Files.writeString(raw.resolve("web.strace"), STRACE);
    Files.createSymbolicLink(raw.resolve("same.strace"), Path.of("web.strace"));
    Files.createSymbolicLink(raw.resolve("out.strace"), secret);
    Files.createSymbolicLink(raw.resolve("out"), folder);
    Files.createSymbolicLink(raw.resolve("nowhere"), Path.of("gone"));
    Files.createSymbolicLink(raw.resolve("round"), Path.of("round"));
    Files.createSymbolicLink(raw.resolve("within"), raw);
    new ProcessBuilder("mkfifo", raw.resolve("pipe").toString()).start().waitFor();
    Files.createDirectory(raw.resolve("deeper"));

    Intake intake = read(raw);

    assertThat(intake.accepted()).isEqualTo(4);
    assertThat(intake.rejections().entries())
        .containsExactlyInAnyOrder(
            new Rejections.Entry(FolderContents.FOLDER, 2, raw.resolve("deeper") + ":1"),
            new Rejections.Entry("link that leads out of its folder", 2, raw.resolve("out") + ":1"),
            new Rejections.Entry("link that leads nowhere", 2, raw.resolve("nowhere") + ":1"),
            new Rejections.Entry("neither a file nor a folder", 1, raw.resolve("pipe") + ":1"));
  }

  @Test
  void aFolderOfFoldersSaysWhatIsInIt() throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw/monday")).getParent();
    assertThatThrownBy(() -> Inputs.open(raw))
        .hasMessageContaining("no file in this folder to read")
        .hasMessageContaining("monday: folder within a folder");
  }

  @Test
  void aRecordingAndSpansOfTheSameTimeBecomeOneRecording() throws IOException {
    Path collected = collected();
    Path spans = spans("spans.jsonl", TIME);
    Path target = folder.resolve("monday.recording");

    List<Conversion> made =
        Conversion.convert(
            List.of(collected, spans), ConversionOptions.DEFAULT, target, Progress.SILENT);

    assertThat(made).hasSize(1);
    RecordingHeader header = Recording.open(target).header();
    assertThat(header.application()).isEqualTo("shop");
    assertThat(header.kind()).isEqualTo("training");
    assertThat(header.intervalMillis()).isEqualTo(1000);
    assertThat(header.startMillis()).isEqualTo(TIME);
    Collected read = new Collected();
    Recording.open(target).readAllExchanges(read);
    Recording.open(target).readAllCalls(read);
    assertThat(read.exchanges).isNotEmpty();
    assertThat(read.containers).extracting("name").containsExactly("web");
    assertThat(read.calls).hasSize(1);
  }

  @Test
  void spansOfAnotherTimeAreLeftToTheOtherRecordings() throws IOException {
    Path collected = collected();
    Path spans = spans("spans.jsonl", TIME);
    Files.writeString(
        spans, Files.readString(spans) + Files.readString(spans("later.jsonl", TIME + 60_000)));
    RecordingHeader header =
        Conversion.convert(
                List.of(collected, spans),
                ConversionOptions.DEFAULT,
                folder.resolve("monday.recording"),
                Progress.SILENT)
            .getFirst()
            .header();
    assertThat(header.files().get("calls.avro").records()).isEqualTo(1);
    assertThat(header.rejected())
        .contains(new Rejections.Entry(JoinedInput.ANOTHER_TIME, 1, spans + ":1"));
    assertThat(header.received()).isEqualTo(header.accepted() + 1);
  }

  @Test
  void aFolderOfBothIsReadAsBoth() throws IOException {
    collected();
    spans("spans.jsonl", TIME);
    TelemetryInput input = Inputs.open(folder);
    Collected read = new Collected();
    assertThat(input.readExchanges(read, Progress.SILENT).rejected()).isZero();
    assertThat(input.readCalls(read, Progress.SILENT).rejected()).isZero();
    assertThat(read.exchanges).isNotEmpty();
    assertThat(read.calls).hasSize(1);
  }

  @Test
  void whatDoesNotBelongTogetherIsNotJoined() throws IOException {
    Path collected = collected();
    Path target = folder.resolve("joined");
    Path dayLater = spans("late.jsonl", TIME + 86_400_000);
    assertThatThrownBy(() -> convert(target, collected, dayLater))
        .hasMessageContaining("no common time")
        .hasMessageContaining("2026-11");
    Path strace = Files.writeString(folder.resolve("more.strace"), STRACE);
    assertThatThrownBy(() -> convert(target, collected, strace))
        .hasMessageContaining("both hold system calls");
    Path joined = folder.resolve("once");
    Path spans = spans("spans.jsonl", TIME);
    convert(joined, collected, spans);
    assertThatThrownBy(() -> convert(target, joined, spans))
        .hasMessageContaining("both hold spans");
    assertThatThrownBy(() -> convert(target, joined, collected, spans))
        .hasMessageContaining("more than two inputs");
    assertThat(target).doesNotExist();
  }

  private static void convert(Path target, Path... inputs) throws IOException {
    Conversion.convert(List.of(inputs), ConversionOptions.DEFAULT, target, Progress.SILENT);
  }

  private Path collected() throws IOException {
    Path target = folder.resolve("collected.recording");
    Path strace = Files.writeString(folder.resolve("web.strace"), STRACE);
    try (RecordingWriter writer = new RecordingWriter(target, 1000)) {
      Intake intake = Inputs.open(strace).readExchanges(writer, Progress.SILENT);
      writer.finish(
          new RecordingLabels(
              "shop", "collected", "training", List.of(), null, null, null, List.of()),
          intake);
    }
    Files.delete(strace);
    return target;
  }

  private Path spans(String name, long startMillis) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},\
        "scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7",\
        "name":"GET","kind":2,"startTimeUnixNano":"%d000000","endTimeUnixNano":"%d000000"}]}]}]}
        """
            .formatted(startMillis, startMillis + 5));
  }

  private static Intake read(Path path) throws IOException {
    return Inputs.open(path).readExchanges(new Collected(), Progress.SILENT);
  }
}
