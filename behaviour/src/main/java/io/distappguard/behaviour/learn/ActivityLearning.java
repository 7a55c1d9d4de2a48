package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.profile.RoleActivity;
import io.distappguard.behaviour.window.Window;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Learns how steadily roles act, so that their silence can be told from idleness. */
final class ActivityLearning {

  private ActivityLearning() {}

  /**
   * How steadily each role acts.
   *
   * @param training windows of each training recording after its deployment
   * @param benign those of all benign recordings
   */
  static Map<String, RoleActivity> of(
      List<List<Window>> training, List<List<Window>> benign, Set<String> roles) {
    Map<String, RoleActivity> activity = new TreeMap<>();
    for (String role : new TreeSet<>(roles)) {
      int longest = 0;
      for (List<Window> windows : benign) {
        longest = Math.max(longest, longestSilence(windows, role));
      }
      activity.put(role, new RoleActivity(share(training, role), longest));
    }
    return activity;
  }

  /** Roles that act in nearly every window. */
  static Set<String> regular(Map<String, RoleActivity> activity) {
    Set<String> regular = new TreeSet<>();
    activity.forEach((role, ofRole) -> {
      if (ofRole.actsRegularly()) {
        regular.add(role);
      }
    });
    return regular;
  }

  private static double share(List<List<Window>> recorded, String role) {
    int all = 0;
    int active = 0;
    for (List<Window> windows : recorded) {
      for (Window window : windows) {
        if (window.acts(role)) {
          active++;
          all++;
        } else if (!window.loses(role)) {
          all++;
        }
      }
    }
    return all == 0 ? 0 : active / (double) all;
  }

  /** Windows in a row without any act, between two windows with one. */
  private static int longestSilence(List<Window> windows, String role) {
    int longest = 0;
    int silent = 0;
    for (Window window : windows) {
      if (window.acts(role)) {
        longest = Math.max(longest, silent);
        silent = 0;
      } else {
        silent++;
      }
    }
    return longest;
  }
}
