package io.distappguard.evaluation.demo;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Recordings of a shop that exist only as calls: people look, log in, and sometimes mistype. */
final class SmallTraffic {

  private static final long EPOCH_MILLIS = 1_795_300_000_000L;
  private static final long NANOS_A_MILLI = 1_000_000;

  private final RecordingWriter writer;
  private final Random random;
  private final Intake intake = new Intake();
  private int traces;

  private SmallTraffic(RecordingWriter writer, long seed) {
    this.writer = writer;
    random = new Random(seed);
  }

  /**
   * Writes a recording.
   *
   * @param kind the kind it states
   * @param guessedFrom second from which 20 passwords a second are guessed for a minute, or -1
   */
  static void record(Path folder, String kind, long seed, int seconds, int guessedFrom)
      throws IOException {
    long start = EPOCH_MILLIS + seed * 10_000_000L;
    List<RecordingHeader.Event> events =
        guessedFrom < 0
            ? List.of()
            : List.of(
                new RecordingHeader.Event(
                    "attack",
                    "password-brute-force",
                    start + guessedFrom * 1000L,
                    start + (guessedFrom + 60) * 1000L,
                    Map.of()));
    try (RecordingWriter writer = new RecordingWriter(folder, 1000)) {
      SmallTraffic traffic = new SmallTraffic(writer, seed);
      for (int second = 0; second < seconds; second++) {
        boolean attacked = guessedFrom >= 0 && second >= guessedFrom && second < guessedFrom + 60;
        traffic.second(start + second * 1000L, attacked);
      }
      writer.finish(
          new RecordingLabels(
              "shop",
              String.valueOf(folder.getFileName()),
              kind,
              List.of(),
              start,
              start + seconds * 1000L,
              null,
              events),
          traffic.intake);
    }
  }

  private void second(long millis, boolean attacked) {
    for (int visit = 0; visit < 4 + random.nextInt(4); visit++) {
      trace(millis + visit * 100L, "GET /shop", "catalogue", "Find", false);
    }
    trace(millis + 20, "POST /login", "user", "Login", random.nextInt(10) == 0);
    for (int guess = 0; attacked && guess < 20; guess++) {
      trace(millis + guess * 45L, "POST /login", "user", "Login", true);
    }
  }

  private void trace(
      long millis, String request, String service, String operation, boolean failed) {
    String traceId = "%032x".formatted(++traces);
    long nanos = millis * NANOS_A_MILLI;
    call(traceId, 1, null, "gateway", request, nanos, 8, failed);
    call(traceId, 2, "%016x".formatted(1), service, operation, nanos + NANOS_A_MILLI, 5, failed);
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
    intake.accept(1);
  }
}
