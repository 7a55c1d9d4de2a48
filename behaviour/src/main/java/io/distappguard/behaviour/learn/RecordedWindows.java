package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.EdgeFolding;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.behaviour.window.Deployment;
import io.distappguard.behaviour.window.LongWindows;
import io.distappguard.behaviour.window.StartUps;
import io.distappguard.behaviour.window.StartUps.StartUp;
import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.behaviour.window.Window;
import io.distappguard.behaviour.window.WindowStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The windows of one recording, kept in memory: about 33 bytes for each carrier that is active. */
final class RecordedWindows {

  private final BehaviourRecording recording;
  private final List<Window> windows;
  private final List<StartUp> startUps;

  private RecordedWindows(
      BehaviourRecording recording, List<Window> windows, List<StartUp> startUps) {
    this.recording = recording;
    this.windows = windows;
    this.startUps = startUps;
  }

  /** Reads a recording; its edges keep their own names, no folder counts as one. */
  static RecordedWindows read(
      BehaviourRecording recording, EdgeDictionary dictionary, BehaviourConfiguration configuration)
      throws IOException {
    List<Window> windows = new ArrayList<>();
    List<StartUp> finished = new ArrayList<>();
    StartUps startUps = new StartUps();
    Set<Integer> losing = new HashSet<>();
    WindowStream stream =
        new WindowStream(
            configuration.scales().getFirst().hopMillis(),
            configuration.intervalMillis(),
            configuration.phases(),
            window -> {
              windows.add(window);
              startUps.window(window);
              for (StartUp startUp : startUps.active()) {
                if (window.coverage().lost(startUp.container())) {
                  losing.add(startUp.container());
                }
              }
              for (StartUp startUp : startUps.finished()) {
                if (!losing.remove(startUp.container())) {
                  finished.add(startUp);
                }
              }
            });
    recording.replay(
        new EdgeFolding(
            dictionary, RoleIdentity.declared(), recording.networks(), PathGroups.NONE, stream));
    return new RecordedWindows(recording, windows, finished);
  }

  BehaviourRecording recording() {
    return recording;
  }

  List<Window> windows() {
    return windows;
  }

  /** Start-ups that were seen to their end, and of which nothing was lost. */
  List<StartUp> startUps() {
    return startUps;
  }

  /** Roles that ran at last. */
  Set<String> established() {
    return windows.isEmpty() ? Set.of() : new TreeSet<>(windows.getLast().established());
  }

  /** The windows after the deployment of {@code roles}. */
  List<Window> afterDeployment(BehaviourConfiguration configuration, Set<String> roles) {
    Deployment deployment = new Deployment(configuration.phases(), roles);
    List<Window> after = new ArrayList<>();
    for (Window window : windows) {
      if (!deployment.contains(window)) {
        after.add(window);
      }
    }
    return after;
  }

  /** The same at a longer time scale. */
  static List<Window> atScale(List<Window> windows, TimeScale scale) {
    List<Window> longer = new ArrayList<>();
    LongWindows sums = new LongWindows(scale, longer::add);
    windows.forEach(sums::window);
    return longer;
  }
}
