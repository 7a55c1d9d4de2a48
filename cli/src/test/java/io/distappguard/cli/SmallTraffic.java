package io.distappguard.cli;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Recordings of the calls of {@link SmallApplication}, at the same times. */
final class SmallTraffic {

  private static final long NANOS_A_MILLI = 1_000_000;

  private final RecordingWriter writer;
  private final Intake intake = new Intake();
  private int traces;

  private SmallTraffic(RecordingWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes a recording.
   *
   * @param kind the kind it states
   * @param guessedFrom second from which 20 passwords a second are guessed for a minute, or -1
   */
  static Path record(Path folder, String kind, long seed, int seconds, int guessedFrom)
      throws IOException {
    Random random = new Random(seed);
    long start = SmallApplication.startMillis(seed);
    try (RecordingWriter writer = new RecordingWriter(folder, 1000)) {
      SmallTraffic traffic = new SmallTraffic(writer);
      for (int second = 0; second < seconds; second++) {
        long millis = start + second * 1000L;
        for (int visit = 0; visit < 4 + random.nextInt(4); visit++) {
          traffic.trace(millis + visit * 100L, "GET /shop", "Find", false);
        }
        traffic.trace(millis + 20, "POST /login", "Login", random.nextInt(10) == 0);
        boolean guessed = guessedFrom >= 0 && second >= guessedFrom && second < guessedFrom + 60;
        for (int guess = 0; guessed && guess < 20; guess++) {
          traffic.trace(millis + guess * 45L, "POST /login", "Login", true);
        }
      }
      writer.finish(
          new RecordingLabels(
              "small",
              String.valueOf(folder.getFileName()),
              kind,
              List.of(),
              start,
              start + seconds * 1000L,
              null,
              List.of()),
          traffic.intake);
    }
    return folder;
  }

  private void trace(long millis, String request, String operation, boolean failed) {
    String traceId = "%032x".formatted(++traces);
    long nanos = millis * NANOS_A_MILLI;
    call(traceId, 1, null, "web", request, nanos, 8, failed);
    call(traceId, 2, "%016x".formatted(1), "store", operation, nanos + NANOS_A_MILLI, 5, failed);
  }

  private void call(
      String traceId,
      int span,
      @Nullable String parent,
      String service,
      String operation,
      long nanos,
      int millis,
      boolean failed) {
    writer.call(
        new Call(
            traceId,
            "%016x".formatted(span),
            parent,
            Call.Kind.SERVER,
            service,
            null,
            operation,
            nanos,
            millis * NANOS_A_MILLI,
            failed,
            null));
    intake.accept();
  }
}
