package io.distappguard.behaviour.graph;

import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.behaviour.window.PhaseRules;
import io.distappguard.behaviour.window.WindowStream;
import io.distappguard.telemetry.Entity.FileEntity;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.List;

/** Measures exchanges a second through folding and windows; run by hand. */
final class FoldingSpeed {

  private FoldingSpeed() {}

  public static void main(String[] arguments) {
    int processes = 40;
    int entitiesEach = 250;
    WindowStream windows = new WindowStream(5_000, 1_000, PhaseRules.STANDARD, window -> {});
    EdgeFolding folding =
        new EdgeFolding(
            new EdgeDictionary(), RoleIdentity.declared(), List.of(), PathGroups.NONE, windows);
    for (int id = 0; id < processes; id++) {
      folding.container(
          RecordingEdges.container(id, "role" + id + "-1", "role" + id, "10.0.0." + id));
      folding.process(new ProcessImage(id, id, id, -1, "/usr/bin/java", "", 0));
    }
    for (int id = 0; id < processes * entitiesEach; id++) {
      folding.entity(
          new FileEntity(id, id % processes, "/data/file" + (char) ('a' + id % 26) + id));
    }
    for (int round = 0; round < 60; round++) {
      long begin = System.nanoTime();
      int count = 0;
      for (int second = 0; second < 100; second++) {
        long interval = 1_000L * (100 * round + second);
        for (int entity = 0; entity < processes * entitiesEach; entity++) {
          folding.exchange(interval, entity % processes, entity, Operation.READ, 1, 100, 0);
          count++;
        }
        folding.endInterval(interval);
      }
      if (round % 10 == 9) {
        System.out.printf("%.1f M exchanges/s%n", count / ((System.nanoTime() - begin) / 1e3));
      }
    }
  }
}
