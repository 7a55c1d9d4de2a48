package io.distappguard.telemetry.input;

import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import java.io.IOException;
import java.util.Optional;

/**
 * Something that exchanges, calls or both can be read from. Files may be read any number of times,
 * each time from the beginning; standard input once. Not thread-safe.
 */
public interface TelemetryInput {

  /** What it is. */
  InputFormat format();

  /** Its name: of the run where it has one, else of the file or folder. */
  String name();

  /** Length of the intervals its exchanges are summed over, in milliseconds. */
  int intervalMillis();

  /** What is told about it besides its events. */
  RecordingLabels labels();

  /** For a recording its header, which tells what became of the events it was made of. */
  default Optional<RecordingHeader> source() {
    return Optional.empty();
  }

  /** Whether it is one of system calls, whatever comes of them. */
  boolean hasExchanges();

  /** Whether it is one of spans, whatever comes of them. */
  boolean hasCalls();

  /**
   * Gives all exchanges to the sink.
   *
   * @return what was accepted and refused; nothing where the input holds no exchanges
   */
  Intake readExchanges(ExchangeSink sink, Progress progress) throws IOException;

  /**
   * Gives all calls to the sink.
   *
   * @return what was accepted and refused; nothing where the input holds no calls
   */
  default Intake readCalls(CallSink sink, Progress progress) throws IOException {
    return openCalls(progress).read(sink);
  }

  /**
   * Opens the calls, to be read a portion at a time beside the exchanges.
   *
   * @return what counts nothing where the input holds no calls; the caller closes it
   */
  CallReader openCalls(Progress progress) throws IOException;
}
