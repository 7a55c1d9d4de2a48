package io.distappguard.evaluation.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.distappguard.evaluation.demo.DemoResult.AttackResult;
import io.distappguard.evaluation.demo.DemoResult.DetectorResult;
import io.distappguard.evaluation.demo.DemoResult.RoleEdge;
import io.distappguard.evaluation.demo.DetectorStudy.Studied;
import io.distappguard.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns a profile from recordings, replays their benign tests and attack runs with every detector
 * that has something to look at, and compares. Prints nothing: the command does.
 */
public final class Demo {

  /** Which comparators run beside our detectors. */
  public enum Comparators {
    NONE,
    BEHAVIOUR,
    TRAFFIC,
    ALL
  }

  /**
   * What to do.
   *
   * @param recordings folders with one recording a run, sorted by each recording's own kind
   * @param report file to write the HTML report to
   * @param seed first seed of everything random in learning; the profile shown is learned with it
   * @param behaviourSeeds how many seeds, counting up from the first, behaviour is compared over
   * @param trafficSeeds likewise for traffic
   * @param full whether the comparators that take minutes to train run too
   */
  public record Request(
      List<Path> recordings,
      Path report,
      long seed,
      int behaviourSeeds,
      int trafficSeeds,
      Comparators comparators,
      boolean full) {

    public Request {
      recordings = List.copyOf(recordings);
      requireSeeds(behaviourSeeds);
      requireSeeds(trafficSeeds);
    }

    private static void requireSeeds(int seeds) {
      if (seeds < 1) {
        throw new IllegalArgumentException("seeds: " + seeds + " (expected: >= 1)");
      }
    }
  }

  /**
   * What came out.
   *
   * @param text the table for people, lines ended by a newline
   * @param json the same as one object
   */
  public record Result(String text, ObjectNode json) {}

  /** Told how far it is. */
  @FunctionalInterface
  public interface Progress {

    /** {@code done} of {@code total} steps are behind us, and this is what comes now. */
    void step(String what, int done, int total);
  }

  private final Request request;
  private final Progress progress;
  private int done;
  private int total = 1;

  /** A demo that runs once. */
  public Demo(Request request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Does it all.
   *
   * @throws IOException if a recording cannot be read, none can be learned from, or the report
   *     cannot be written
   */
  public Result run() throws IOException {
    List<DetectorStudy> studies = studies(RecordingSet.open(request.recordings()));
    total = studies.stream().mapToInt(DetectorStudy::steps).sum() + 1;
    List<Studied> studied = new ArrayList<>();
    for (DetectorStudy study : studies) {
      studied.add(study.run(this::step));
    }
    DemoResult result = combine(studied);
    step("writing the report");
    WholeFile.write(request.report(), DemoReport.html(result).getBytes(StandardCharsets.UTF_8));
    return new Result(DemoText.of(result, request.report()), DemoJson.of(result));
  }

  private List<DetectorStudy> studies(RecordingSet set) throws IOException {
    List<DetectorStudy> studies = new ArrayList<>();
    if (set.canLearnBehaviour()) {
      DetectorStudy.Compared compared = compared(Comparators.BEHAVIOUR);
      studies.add(new BehaviourStudy(set, request.seed(), request.behaviourSeeds(), compared));
    }
    if (set.canLearnTraffic()) {
      DetectorStudy.Compared compared = compared(Comparators.TRAFFIC);
      studies.add(new TrafficStudy(set, request.seed(), request.trafficSeeds(), compared));
    }
    if (studies.isEmpty()) {
      throw new IOException(
          request.recordings()
              + ": no training recording with exchanges or calls (make one: distappguard convert"
              + " --kind training)");
    }
    return studies;
  }

  private DetectorStudy.Compared compared(Comparators ofDetector) {
    Comparators asked = request.comparators();
    if (asked != ofDetector && asked != Comparators.ALL) {
      return DetectorStudy.Compared.NONE;
    }
    return request.full() ? DetectorStudy.Compared.ALL : DetectorStudy.Compared.QUICK;
  }

  private static DemoResult combine(List<Studied> studied) {
    CombinedJudgement combined =
        new CombinedJudgement(studied.stream().map(Studied::judgement).toList());
    List<DetectorResult> detectors = studied.stream().map(Studied::result).toList();
    List<RoleEdge> roleEdges = new ArrayList<>();
    Map<String, List<ForecastTrack>> forecasts = new HashMap<>();
    for (Studied study : studied) {
      roleEdges.addAll(study.roleEdges());
      forecasts.putAll(study.forecasts());
    }
    List<AttackResult> attacks = combined.attacks();
    return new DemoResult(
        attacks,
        combined.benign(),
        combined.hardCases(),
        DetectionCurve.of(attacks),
        detectors,
        roleEdges,
        forecasts);
  }

  private void step(String what) {
    progress.step(what, Math.min(done++, total), total);
  }
}
