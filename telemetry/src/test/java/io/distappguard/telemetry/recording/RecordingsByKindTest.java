package io.distappguard.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsByKindTest {

  @TempDir Path folder;

  @Test
  void recordingsAreFoundInFoldersOfFoldersAndSortedByTheirKind() throws IOException {
    record("shop/monday", "training", true, true);
    record("shop/tuesday", "training", true, true);
    record("shop/attacks/theft", "attack", true, true);
    record("shop/notes", null, true, true);
    record("shop/trial", "trial", true, true);

    List<Recording> all = RecordingsByKind.open(folder);
    RecordingsByKind sorted = RecordingsByKind.of(all);

    assertThat(all).hasSize(5);
    assertThat(names(sorted.of(RecordingKind.TRAINING))).containsExactly("monday", "tuesday");
    assertThat(names(sorted.of(RecordingKind.ATTACK))).containsExactly("theft");
    assertThat(sorted.of(RecordingKind.BENIGN_TEST)).isEmpty();
    assertThat(names(RecordingsByKind.open(folder.resolve("shop/monday"))))
        .containsExactly("monday");
  }

  @Test
  void aRecordingMayHoldExchangesOrCallsAlone() throws IOException {
    record("both", "training", true, true);
    record("calls", "training", false, true);
    record("exchanges", "training", true, false);

    RecordingsByKind sorted = RecordingsByKind.of(RecordingsByKind.open(folder));

    assertThat(names(sorted.withExchanges().of(RecordingKind.TRAINING)))
        .containsExactly("both", "exchanges");
    assertThat(names(sorted.withCalls().of(RecordingKind.TRAINING)))
        .containsExactly("both", "calls");
    assertThat(names(sorted.withCalls().withExchanges().of(RecordingKind.TRAINING)))
        .containsExactly("both");
  }

  @Test
  void aFolderWithoutAnyIsAnError() throws IOException {
    assertThatThrownBy(() -> RecordingsByKind.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds no recording");
    assertThatThrownBy(() -> RecordingsByKind.open(folder.resolve("nothing")))
        .hasMessageContaining("no such folder");
  }

  @Test
  void recordingsOfSeveralApplicationsAreNoSet() throws IOException {
    record("monday", "training", true, true);
    assertThat(RecordingsByKind.of(RecordingsByKind.open(folder)).application()).isEmpty();
    record("tuesday", "training", true, true, "shop");
    assertThat(RecordingsByKind.of(RecordingsByKind.open(folder)).application()).isEqualTo("shop");
    record("wednesday", "training", true, true, "bank");
    RecordingsByKind mixed = RecordingsByKind.of(RecordingsByKind.open(folder));
    assertThatThrownBy(mixed::application)
        .hasMessageContainingAll("wednesday", "application: bank (expected: shop");
  }

  private static List<String> names(List<Recording> recordings) {
    return recordings.stream()
        .map(recording -> recording.folder().getFileName().toString())
        .toList();
  }

  private void record(String name, @Nullable String kind, boolean exchanges, boolean calls)
      throws IOException {
    record(name, kind, exchanges, calls, null);
  }

  private void record(
      String name,
      @Nullable String kind,
      boolean exchanges,
      boolean calls,
      @Nullable String application)
      throws IOException {
    Path target = Files.createDirectories(folder.resolve(name).getParent()).resolve(target(name));
    try (RecordingWriter writer = new RecordingWriter(target, 1_000)) {
      writer.container(new Container(0, "web", "host", "web", null, null, 0, List.of()));
      if (exchanges) {
        writer.process(new ProcessImage(0, 0, 1, -1, "/bin/web", "", 0));
        writer.entity(new Entity.FileEntity(0, 0, "/data"));
        writer.exchange(0, 0, 0, Operation.READ, 1, 1, 0);
      }
      if (calls) {
        writer.call(
            new Call("01", "01", null, Call.Kind.SERVER, "web", null, "get", 5, 5, false, null));
      }
      writer.finish(
          new RecordingLabels(application, null, kind, List.of(), null, null, null, List.of()),
          new Intake());
    }
  }

  private static Path target(String name) {
    return Path.of(name).getFileName();
  }
}
