package io.distappguard.evaluation.demo;

import io.distappguard.evaluation.demo.DemoResult.DetectorResult;
import io.distappguard.evaluation.demo.DemoResult.RoleEdge;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** One detector learned, run over the tests, and put beside its comparators. Runs once. */
interface DetectorStudy {

  /** Ours among the comparators, calibrated as they are. */
  String OURS_WITHOUT_MARGIN = "ours, threshold without margin";

  /** Which comparators run. */
  enum Compared {
    NONE,
    /** Those that are done in a minute or two. */
    QUICK,
    ALL
  }

  /** How often {@link #run} tells how far it is. */
  int steps();

  /**
   * Does it.
   *
   * @throws IOException if a recording cannot be read
   */
  Studied run(Steps steps) throws IOException;

  /** Told what comes now. */
  @FunctionalInterface
  interface Steps {
    void step(String what);
  }

  /**
   * What came out.
   *
   * @param roleEdges mean traffic between roles; none from a detector that sees none
   * @param forecasts of each run by its name; none from a detector that does not forecast
   */
  record Studied(
      DetectorResult result,
      Judgement judgement,
      List<RoleEdge> roleEdges,
      Map<String, List<ForecastTrack>> forecasts) {}
}
