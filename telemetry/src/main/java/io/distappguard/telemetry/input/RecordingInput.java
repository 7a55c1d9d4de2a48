package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A recording as input. */
final class RecordingInput implements TelemetryInput {

  private final Recording recording;

  RecordingInput(Path folder) throws IOException {
    this.recording = Recording.open(folder);
  }

  @Override
  public InputFormat format() {
    return InputFormat.RECORDING;
  }

  @Override
  public String name() {
    return recording.name();
  }

  @Override
  public int intervalMillis() {
    return recording.header().intervalMillis();
  }

  @Override
  public RecordingLabels labels() {
    RecordingHeader header = recording.header();
    return new RecordingLabels(
        header.application(),
        header.run(),
        header.kind(),
        header.networks(),
        header.startMillis(),
        header.endMillis(),
        header.serveMillis(),
        header.events(),
        header.calendar());
  }

  @Override
  public Optional<RecordingHeader> source() {
    return Optional.of(recording.header());
  }

  @Override
  public boolean hasExchanges() {
    return recording.hasExchanges();
  }

  @Override
  public boolean hasCalls() {
    return recording.hasCalls();
  }

  @Override
  public Intake readExchanges(ExchangeSink sink, Progress progress) throws IOException {
    return recording.readExchanges(sink);
  }

  @Override
  public CallReader openCalls(Progress progress) {
    return recording.openCalls();
  }
}
