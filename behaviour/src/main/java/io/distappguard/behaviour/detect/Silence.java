package io.distappguard.behaviour.detect;

import io.distappguard.behaviour.profile.BehaviourModel;
import io.distappguard.behaviour.profile.RoleActivity;
import io.distappguard.behaviour.window.Window;
import io.distappguard.detection.anomaly.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds roles that acted and do not any more, although the source is there. Only of a role that
 * acted in nearly every window while learning this means something; a role of which events were
 * lost may have acted. Not thread-safe.
 */
final class Silence {

  /** How many times longer than the longest silence in benign recordings one may be. */
  private static final int MARGIN = 2;

  private final BehaviourModel model;
  private final Map<String, Long> lastActed = new TreeMap<>();

  Silence(BehaviourModel model) {
    this.model = model;
  }

  /** The application is being deployed: roles may still be as they like. */
  void deploying(Window window) {
    actsIn(window);
  }

  /** Nothing is known of a stretch of time: whatever was silent may have acted. */
  void gap() {
    lastActed.clear();
  }

  /** Takes the next window; gives the roles that have been silent for too long. */
  List<Absence> window(Window window) {
    actsIn(window);
    List<Absence> silent = new ArrayList<>();
    long length = window.endMillis() - window.startMillis();
    lastActed.forEach((role, since) -> {
      RoleActivity activity = model.activity().get(role);
      if (activity != null && activity.actsRegularly()) {
        long longest = MARGIN * (activity.longestSilence() + 1) * length;
        double ratio = (window.endMillis() - since) / (double) longest;
        if (ratio > 1) {
          silent.add(new Absence(ratio, evidence(window, role, activity, since, ratio)));
        }
      }
    });
    return silent;
  }

  private void actsIn(Window window) {
    for (String role : window.roles().keySet()) {
      boolean known = lastActed.containsKey(role);
      if (window.acts(role) || (known && window.loses(role))) {
        lastActed.put(role, window.endMillis());
      }
    }
  }

  private Evidence evidence(
      Window window, String role, RoleActivity activity, long since, double ratio) {
    long length = window.endMillis() - window.startMillis();
    long millis = window.endMillis() - since;
    long usual = activity.longestSilence() * length;
    return new Evidence(
        Evidence.Kind.SILENT,
        role,
        role,
        role,
        "any",
        "seconds",
        millis / 1e3,
        0.0,
        0.0,
        usual / 1e3,
        ratio,
        Sentences.silent(role, millis, usual, model.trainingWindows()),
        List.of(),
        since,
        List.of());
  }
}
