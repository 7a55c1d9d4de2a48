package io.distappguard.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Rejections;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingTest {

  @TempDir Path folder;

  @Test
  void whatIsWrittenIsReadBack() throws IOException {
    Samples sample = new Samples(42, 60);
    Path target = folder.resolve("run");
    Collected written = sample.write(target);
    Collected read = new Collected();
    Recording recording = Recording.open(target);
    Intake exchanges = recording.readExchanges(read);
    Intake calls = recording.readCalls(read);
    assertThat(exchanges.rejected() + calls.rejected()).isZero();
    Samples.assertSame(read, written);
    RecordingHeader header = recording.header();
    assertThat(header.run()).isEqualTo("run-1");
    assertThat(header.received()).isEqualTo(header.accepted() + 1);
    assertThat(header.rejected()).extracting("reason").containsExactly("out of order");
    assertThat(header.events().getFirst().parameters()).isEqualTo(Map.of("rate", 20));
  }

  @Test
  void recordingsMadeBeforeContainersToldTheirStartAreRead() throws IOException {
    Collected read = new Collected();

    Recording.open(Path.of("../recordings/social-network/attack-reverse-shell-1"))
        .readExchanges(read);

    assertThat(read.containers)
        .isNotEmpty()
        .allSatisfy(container -> assertThat(container.startMillis()).isEqualTo(-1));
  }

  @Test
  void callsKeepTheirFamilyWhenTheyAreNumbered() throws IOException {
    try (RecordingWriter writer = new RecordingWriter(folder.resolve("run"), 1000)) {
      writer.call(call("bb", "02", "01", 20));
      writer.call(call("aa", "01", null, 15));
      writer.call(call("bb", "01", null, 10));
      writer.finish(RecordingLabels.NONE, new Intake());
    }
    Collected read = new Collected();
    Recording recording = Recording.open(folder.resolve("run"));
    recording.readCalls(read);
    assertThat(recording.header().callIds()).isEqualTo(RecordingHeader.RENUMBERED);
    assertThat(read.calls)
        .containsExactly(
            call("00000000", "0000", null, 10),
            call("00000000", "0001", "0000", 20),
            call("00000001", "0000", null, 15));
  }

  @Test
  void compactCallsAreKeptAsTheirCalleeSawThem() throws IOException {
    try (RecordingWriter writer = new RecordingWriter(folder.resolve("run"), 1000).compact()) {
      writer.call(side(Call.Kind.SERVER, "00", null, 1_024_000, false));
      writer.call(side(Call.Kind.CLIENT, "01", "00", 1_025_000, true)); // answered once
      writer.call(side(Call.Kind.SERVER, "02", "01", 1_026_000, false));
      writer.call(side(Call.Kind.CLIENT, "03", "02", 1_027_000, true)); // never answered
      writer.call(side(Call.Kind.CLIENT, "04", "02", 1_028_000, false)); // answered twice
      writer.call(side(Call.Kind.SERVER, "05", "04", 1_029_000, false));
      writer.call(side(Call.Kind.SERVER, "06", "04", 1_030_000, false));
      writer.keepCallIds().finish(RecordingLabels.NONE, new Intake());
    }
    Collected read = new Collected();
    Recording.open(folder.resolve("run")).readCalls(read);
    assertThat(read.calls)
        .containsExactly(
            side(Call.Kind.SERVER, "00", null, 1_024_000, false),
            side(Call.Kind.SERVER, "02", "00", 1_025_024, true),
            side(Call.Kind.CLIENT, "03", "02", 1_026_048, true),
            side(Call.Kind.CLIENT, "04", "02", 1_027_072, false),
            side(Call.Kind.SERVER, "05", "04", 1_028_096, false),
            side(Call.Kind.SERVER, "06", "04", 1_029_120, false));
  }

  private static Call side(
      Call.Kind kind, String span, @Nullable String parent, long start, boolean failed) {
    return new Call("aa", span, parent, kind, "text", null, "op", start, 2_048, failed, null);
  }

  @Test
  void aDeclaredCalendarIsKeptAndItsAbsenceToo() throws IOException {
    RecordingHeader.Calendar day = new RecordingHeader.Calendar(180_000, 1795308860000L);
    try (RecordingWriter writer = new RecordingWriter(folder.resolve("day"), 1000)) {
      RecordingLabels labels =
          new RecordingLabels(null, null, null, List.of(), null, null, null, List.of(), day);
      writer.finish(labels, new Intake());
    }
    new Samples(7, 2).write(folder.resolve("none"));
    assertThat(Recording.open(folder.resolve("day")).header().calendar()).isEqualTo(day);
    assertThat(Recording.open(folder.resolve("none")).header().calendar()).isNull();
    assertThat(folder.resolve("none/recording.json")).content().doesNotContain("calendar");
  }

  private static Call call(String trace, String span, @Nullable String parent, long start) {
    return new Call(
        trace, span, parent, Call.Kind.SERVER, "text", null, "op", start, 5, false, null);
  }

  @Test
  void theSameEventsGiveTheSameBytes() throws IOException {
    new Samples(7, 20).write(folder.resolve("one"));
    new Samples(7, 20).write(folder.resolve("two"));
    try (Stream<Path> files = Files.list(folder.resolve("one"))) {
      for (Path file : files.toList()) {
        assertThat(file).hasSameBinaryContentAs(folder.resolve("two").resolve(file.getFileName()));
      }
    }
  }

  @Test
  void anyAvroReaderReadsTheFilesFlat() throws IOException {
    Collected written = new Samples(3, 5).write(folder.resolve("run"));
    try (DataFileReader<GenericRecord> reader =
        new DataFileReader<>(
            folder.resolve("run/exchanges.avro").toFile(), new GenericDatumReader<>())) {
      GenericRecord first = reader.next();
      Collected.Exchange expected = written.exchanges.getFirst();
      assertThat(first.get("interval")).isEqualTo(expected.interval());
      assertThat(first.get("bytes")).isEqualTo(expected.bytes());
      assertThat(first.get("operation")).hasToString(expected.operation().name());
      assertThat(reader.getMetaString("avro.codec")).isEqualTo("zstandard");
    }
  }

  @Test
  void closedWithoutFinishNothingStays() throws IOException {
    try (RecordingWriter writer = new RecordingWriter(folder.resolve("run"), 1000)) {
      new Samples(1, 3).give(writer, writer);
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatStandsInTheWayIsReplacedOnlyWhenAsked() throws IOException {
    Path target = folder.resolve("run");
    new Samples(1, 3).write(target);
    assertThatThrownBy(() -> new RecordingWriter(target, 1000))
        .isInstanceOf(FileAlreadyExistsException.class);
    Path other = Files.createDirectory(folder.resolve("precious"));
    assertThatThrownBy(() -> new RecordingWriter(other, 1000, true))
        .isInstanceOf(FileAlreadyExistsException.class);
    try (RecordingWriter writer = new RecordingWriter(target, 1000, true)) {
      writer.finish(RecordingLabels.NONE, new Intake());
    }
    assertThat(Recording.open(target).header().run()).isNull();
  }

  @Test
  void exchangesLostToDamageAreCountedAndLocated() throws IOException {
    Path target = folder.resolve("run");
    Collected written = new Samples(5, 200).write(target);
    Path file = target.resolve("exchanges.avro");
    byte[] whole = Files.readAllBytes(file);
    for (int cut : List.of(whole.length - 1, whole.length / 2, whole.length / 10)) {
      Files.write(file, Arrays.copyOf(whole, cut));
      Collected read = new Collected();
      Intake intake = Recording.open(target).readExchanges(read);
      assertThat(intake.received()).isEqualTo(written.exchanges.size());
      assertThat(intake.rejected()).isPositive();
      assertThat(intake.rejections().entries().getFirst().firstPosition())
          .matches("exchanges\\.avro:byte \\d+");
    }
  }

  @Test
  void damageOfWhatExchangesNameIsAnErrorThatNamesTheFile() throws IOException {
    Path target = folder.resolve("run");
    new Samples(5, 20).write(target);
    Files.write(target.resolve("entities.avro"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> Recording.open(target).readExchanges(new Collected()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("entities.avro");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "containers.avro",
        "processes.avro",
        "entities.avro",
        "exchanges.avro",
        "calls.avro"
      })
  void noFlippedBitPassesUnnoticed(String name) throws IOException {
    Path target = folder.resolve("run");
    new Samples(5, 20).write(target);
    Path file = target.resolve(name);
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(9);
    for (int attempt = 0; attempt < 100; attempt++) {
      byte[] flipped = whole.clone();
      flipped[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      assertThat(problems(Recording.open(target)))
          .isNotEmpty()
          .allSatisfy(problem -> assertThat(problem).contains(name + ":"));
    }
    Files.write(file, whole);
    assertThat(problems(Recording.open(target))).isEmpty();
  }

  @Test
  void aFileOfAnotherRecordingIsNoticedAlthoughItReadsWell() throws IOException {
    Collected written = new Samples(5, 20).write(folder.resolve("run"));
    new Samples(6, 20).write(folder.resolve("other"));
    Files.copy(
        folder.resolve("other/calls.avro"),
        folder.resolve("run/calls.avro"),
        StandardCopyOption.REPLACE_EXISTING);
    Intake intake = Recording.open(folder.resolve("run")).readCalls(new Collected());
    assertThat(intake.accepted()).isEqualTo(written.calls.size());
    assertThat(intake.rejections().entries())
        .containsExactly(
            new Rejections.Entry(
                "another hash than recording.json states", 1, "calls.avro:" + intake.accepted()));
  }

  /** What reading all of it finds wrong, each with its place. */
  private static List<String> problems(Recording recording) {
    Intake intake = new Intake();
    try {
      intake.addAll(recording.readExchanges(new Collected()));
      intake.addAll(recording.readCalls(new Collected()));
    } catch (IOException refused) {
      return List.of(String.valueOf(refused.getMessage()));
    }
    return intake.rejections().entries().stream()
        .map(entry -> entry.firstPosition() + ": " + entry.reason())
        .toList();
  }

  @Test
  void aFolderThatIsNoRecordingSaysSo() throws IOException {
    assertThatThrownBy(() -> Recording.open(folder)).hasMessageContaining("recording.json");
    Files.writeString(folder.resolve("recording.json"), "{\"format\":\"other\",\"version\":1}");
    assertThatThrownBy(() -> Recording.open(folder)).hasMessageContaining("other");
    Files.writeString(
        folder.resolve("recording.json"), "{\"format\":\"distappguard-recording\",\"version\":99}");
    assertThatThrownBy(() -> Recording.open(folder)).hasMessageContaining("newer build");
    Files.writeString(folder.resolve("recording.json"), "{\"format\":");
    assertThatThrownBy(() -> Recording.open(folder)).hasMessageContaining("damaged");
  }
}
