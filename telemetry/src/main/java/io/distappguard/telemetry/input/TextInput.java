package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.recording.RecordingLabels;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Files of system calls, of spans, or both, that belong together. */
final class TextInput implements TelemetryInput {

  private final InputFormat format;
  private final String name;
  private final RecordingLabels labels;
  private final int intervalMillis;
  private final List<Traced> traced;
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
      List<Traced> traced,
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

  /** A container, or a host, and the system calls of its processes. */
  record Traced(
      Container container, TextFile file, InputFormat format, ExchangeReader.Opener opener) {

    Traced(Container container, TextFile file, InputFormat format) {
      this(container, file, format, openerOf(format));
    }

    /** Without labels the file's name is the container's. */
    static Traced unlabelled(TextFile file, InputFormat format) {
      Container container = new Container(0, file.stem(), "", null, null, null, 0, List.of());
      return new Traced(container, file, format);
    }

    private static ExchangeReader.Opener openerOf(InputFormat format) {
      if (format.content() instanceof FileContent.Exchanges content) {
        return content.opener();
      }
      throw new IllegalStateException("format: " + format + " (expected: one of system calls)");
    }
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
  public boolean hasExchanges() {
    return !traced.isEmpty();
  }

  @Override
  public boolean hasCalls() {
    return !spans.isEmpty();
  }

  @Override
  public Intake readExchanges(ExchangeSink sink, Progress progress) throws IOException {
    CountedProgress counted = new CountedProgress(progress, size(tracedFiles()));
    Intake intake = new Intake();
    if (!traced.isEmpty()) {
      intake.addAll(unreadable);
    }
    ExchangeFiles files = new ExchangeFiles(intervalMillis);
    try {
      for (Traced one : traced) {
        TextFile file = one.file();
        files.add(
            new ExchangeSource(
                one.container(), file.name(), open(file, counted), file.modifiedMillis()),
            one.opener());
      }
    } catch (IOException exception) {
      files.close();
      throw exception;
    }
    intake.addAll(files.read(sink));
    counted.done();
    return intake;
  }

  @Override
  public CallReader openCalls(Progress progress) throws IOException {
    CountedProgress counted =
        new CountedProgress(progress, size(spans.stream().map(SpanFile::file).toList()));
    CallReader reader =
        spans.size() == 1 ? spans.getFirst().open(counted) : new CallFiles(spans, counted);
    return new CallReader() {
      @Override
      public boolean next(CallSink sink) throws IOException {
        boolean more = reader.next(sink);
        if (!more) {
          counted.done();
        }
        return more;
      }

      @Override
      public Intake intake() {
        Intake intake = new Intake();
        if (traced.isEmpty()) {
          intake.addAll(unreadable);
        }
        intake.addAll(reader.intake());
        return intake;
      }

      @Override
      public void close() throws IOException {
        reader.close();
      }
    };
  }

  private static InputStream open(TextFile file, CountedProgress progress) throws IOException {
    try {
      return file.open(progress);
    } catch (DamagedStreamException exception) {
      return exception.asStream();
    }
  }

  private List<TextFile> tracedFiles() {
    return traced.stream().map(Traced::file).toList();
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
