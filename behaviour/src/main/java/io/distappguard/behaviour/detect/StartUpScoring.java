package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.feature.FeatureExtraction;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.StartUpProfile.Envelope;
import io.distappguard.behaviour.window.StartUps;
import io.distappguard.behaviour.window.StartUps.StartUp;
import io.distappguard.behaviour.window.Window;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Compares running start-ups with those seen while learning. What a container did since its
 * beginning may reach what any start-up of its role did in the end; what it does besides may reach
 * what the role does when it runs, as a new container serves before its start-up is over.
 */
final class StartUpScoring {

  private final BehaviourModel model;
  private final FeatureLayout layout;
  private final FeatureScaling scaling;
  private final FeatureExtraction extraction;
  private final StartUps startUps = new StartUps();
  private final Map<String, Map<Edge, Envelope>> envelopes = new HashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private final TreeSet<String> unknownRoles = new TreeSet<>();

  StartUpScoring(BehaviourModel model, FeatureLayout layout, FeatureExtraction extraction) {
    this.model = model;
    this.layout = layout;
    this.scaling = model.scales().getFirst().scaling();
    this.extraction = extraction;
  }

  /**
   * Something a start-up did that it should not.
   *
   * @param edge number in the dictionary
   * @param usualHigh the most that was seen of the quantity, -1 for never
   */
  record Finding(
      String role,
      int container,
      int edge,
      long calls,
      long bytes,
      boolean inBytes,
      long usualHigh,
      double score) {}

  void window(Window window) {
    startUps.window(window);
    findings.clear();
    unknownRoles.clear();
    for (StartUp startUp : startUps.active()) {
      if (model.startUps().knows(startUp.role())) {
        compare(startUp);
      } else {
        unknownRoles.add(startUp.role());
      }
    }
  }

  private void compare(StartUp startUp) {
    Map<Edge, Envelope> known =
        envelopes.computeIfAbsent(startUp.role(), model.startUps()::envelopes);
    startUp
        .window()
        .forEach((number, inWindow) -> {
          long[] total = startUp.totals().get(number);
          if (total != null) {
            compare(startUp, number, total, inWindow, known.get(extraction.edge(number)));
          }
        });
  }

  private void compare(
      StartUp startUp, int number, long[] total, long[] inWindow, @Nullable Envelope envelope) {
    int place = extraction.placeOfEdge(number);
    if (envelope == null && place < 0) {
      double score =
          UnseenStrength.of(extraction.edge(number), total[0], total[1]) / model.unseenUnit();
      findings.add(
          new Finding(
              startUp.role(), startUp.container(), number, total[0], total[1], false, -1, score));
      return;
    }
    double calls = envelope == null ? Double.MAX_VALUE : above(total[0], envelope.calls());
    double bytes = envelope == null ? Double.MAX_VALUE : above(total[1], envelope.bytes());
    if (place >= 0) {
      int first = layout.firstFeature(place);
      int perQuantity = layout.folding().statistics().size();
      calls = Math.min(calls, aboveSteady(inWindow[0], first));
      if (first + perQuantity < layout.firstFeature(place + 1)) {
        bytes = Math.min(bytes, aboveSteady(inWindow[1], first + perQuantity));
      } else {
        bytes = 0;
      }
    }
    double score = Math.max(calls, bytes);
    if (score > 0) {
      boolean inBytes = bytes >= calls;
      long usual = envelope == null ? 0 : inBytes ? envelope.bytes() : envelope.calls();
      findings.add(
          new Finding(
              startUp.role(),
              startUp.container(),
              number,
              total[0],
              total[1],
              inBytes,
              usual,
              score));
    }
  }

  private double above(long amount, long most) {
    return (StrictMath.log1p(amount) - StrictMath.log1p(most)) / margin();
  }

  private double aboveSteady(long amount, int feature) {
    return (scaling.level(feature, amount) - scaling.maximum()[feature]) / margin();
  }

  private double margin() {
    return model.configuration().startUpMargin();
  }

  List<Finding> findings() {
    return findings;
  }

  /** Roles that start in the last window and whose start-up was never seen. */
  TreeSet<String> unknownRoles() {
    return unknownRoles;
  }
}
