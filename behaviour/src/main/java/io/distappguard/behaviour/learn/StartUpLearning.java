package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.behaviour.profile.StartUpProfile;
import io.distappguard.behaviour.profile.StartUpProfile.Envelope;
import io.distappguard.behaviour.profile.StartUpProfile.RoleStartUps;
import io.distappguard.behaviour.window.StartUps.StartUp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Takes the largest of what start-ups of each role did. */
final class StartUpLearning {

  private StartUpLearning() {}

  static StartUpProfile envelopes(
      List<StartUp> startUps, EdgeDictionary dictionary, PathGroups groups) {
    Map<String, Integer> seen = new TreeMap<>();
    Map<String, Map<Edge, long[]>> largest = new HashMap<>();
    for (StartUp startUp : startUps) {
      seen.merge(startUp.role(), 1, Integer::sum);
      Map<Edge, long[]> ofRole = largest.computeIfAbsent(startUp.role(), role -> new HashMap<>());
      grouped(startUp, dictionary, groups)
          .forEach((edge, sum) -> {
            long[] most = ofRole.computeIfAbsent(edge, unused -> new long[2]);
            most[0] = Math.max(most[0], sum[0]);
            most[1] = Math.max(most[1], sum[1]);
          });
    }
    Map<String, RoleStartUps> roles = new TreeMap<>();
    seen.forEach((role, count) -> {
      List<Envelope> envelopes = new ArrayList<>();
      largest
          .getOrDefault(role, Map.of())
          .forEach((edge, most) -> envelopes.add(new Envelope(edge, most[0], most[1])));
      envelopes.sort((a, b) -> Edge.BY_NAME.compare(a.edge(), b.edge()));
      roles.put(role, new RoleStartUps(count, envelopes));
    });
    return new StartUpProfile(roles);
  }

  private static Map<Edge, long[]> grouped(
      StartUp startUp, EdgeDictionary dictionary, PathGroups groups) {
    Map<Edge, long[]> sums = new HashMap<>();
    startUp
        .totals()
        .forEach((number, total) -> {
          Edge edge = groups.groupOf(dictionary.edge(number));
          long[] sum = sums.computeIfAbsent(edge, unused -> new long[2]);
          sum[0] += total[0];
          sum[1] += total[1];
        });
    return sums;
  }
}
