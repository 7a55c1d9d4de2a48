package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.syscall.EventStreams;
import java.io.IOException;
import java.util.List;

/** Files of system calls, of spans, or both, that belong together. */
final class TextInput implements TelemetryInput {

  private final InputFormat format;
  private final String name;
  private final RecordingLabels labels;
  private final int intervalMillis;
  private final List<TracedFile> traced;
  private final List<SpanFile> spans;
  private final Intake unreadable;

  /**
   * @param unreadable what was refused before reading, such as files that are missing
   */
  TextInput(
      InputFormat format,
      String name,
      RecordingLabels labels,
      int intervalMillis,
      List<TracedFile> traced,
      List<SpanFile> spans,
      Intake unreadable) {
    this.format = format;
    this.name = name;
    this.labels = labels;
    this.intervalMillis = intervalMillis;
    this.traced = List.copyOf(traced);
    this.spans = List.copyOf(spans);
    this.unreadable = unreadable;
  }

  @Override
  public InputFormat format() {
    return format;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int intervalMillis() {
    return intervalMillis;
  }

  @Override
  public RecordingLabels labels() {
    return labels;
  }

  @Override
  public Intake readExchanges(ExchangeSink sink, Progress progress) throws IOException {
    CountedProgress counted = new CountedProgress(progress, size(tracedFiles()));
    Intake intake = new Intake();
    if (!traced.isEmpty()) {
      intake.addAll(unreadable);
    }
    intake.addAll(
        EventStreams.read(
            traced.stream().map(file -> file.opener(counted)).toList(), intervalMillis, sink));
    counted.done();
    return intake;
  }

  @Override
  public Intake readCalls(CallSink sink, Progress progress) throws IOException {
    CountedProgress counted =
        new CountedProgress(progress, size(spans.stream().map(SpanFile::file).toList()));
    Intake intake = new Intake();
    if (traced.isEmpty()) {
      intake.addAll(unreadable);
    }
    if (!spans.isEmpty()) {
      intake.addAll(new CallFiles(spans, counted).read(sink));
    }
    counted.done();
    return intake;
  }

  private List<TextFile> tracedFiles() {
    return traced.stream().map(TracedFile::file).toList();
  }

  private static long size(List<TextFile> files) {
    long size = 0;
    for (TextFile file : files) {
      if (file.size() < 0) {
        return -1;
      }
      size += file.size();
    }
    return size;
  }
}
