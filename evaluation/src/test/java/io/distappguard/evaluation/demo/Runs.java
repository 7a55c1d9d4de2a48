package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.RunResult;
import io.distappguard.evaluation.demo.DemoResult.ScoredWindow;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Judged runs for tests: windows of five seconds from 0, alarmed where told. */
final class Runs {

  static final long WINDOW_MILLIS = 5_000;

  private Runs() {}

  static RecordingHeader.Event event(String kind, String name, int fromSecond, int toSecond) {
    return new RecordingHeader.Event(kind, name, fromSecond * 1000L, toSecond * 1000L, Map.of());
  }

  /**
   * A run.
   *
   * @param alarmed numbers of the windows that raised an alarm
   */
  static Judgement.Judged run(
      String name, int windows, Set<Integer> alarmed, RecordingHeader.Event... events) {
    List<ScoredWindow> scored = new ArrayList<>();
    for (int number = 0; number < windows; number++) {
      boolean alarm = alarmed.contains(number);
      scored.add(
          new ScoredWindow(
              number * WINDOW_MILLIS, (number + 1) * WINDOW_MILLIS, alarm ? 2 : 0.5, alarm, true));
    }
    RecordingHeader header =
        new RecordingHeader(
            RecordingHeader.FORMAT,
            RecordingHeader.VERSION,
            "small",
            name,
            "attack",
            List.of(),
            1000,
            0,
            windows * WINDOW_MILLIS,
            null,
            List.of(events),
            0,
            0,
            List.of(),
            List.of(),
            null,
            Map.of(),
            null);
    return new Judgement.Judged(
        new RunResult(name, "attack", scored, List.of(), List.of()), new GroundTruth(header));
  }
}
