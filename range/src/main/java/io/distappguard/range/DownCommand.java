package io.distappguard.range;

import io.distappguard.range.deployment.ControlGroups;
import io.distappguard.range.deployment.Network;
import io.distappguard.range.deployment.RangeLock;
import io.distappguard.range.deployment.RunFolder;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code down}: stops everything of the range, whatever state it is in. */
@Command(
    name = "down",
    description = "Stop everything and leave nothing behind, also after a failure or a kill.")
final class DownCommand implements Callable<Integer> {
  @Mixin final RangeOptions options = new RangeOptions();

  @Override
  public Integer call() {
    options.requireMachine(List.of("ip"));
    int processes = ControlGroups.find(options.naming()).removeAll();
    int namespaces = new Network(options.naming()).removeAll();
    RunFolder folder = new RunFolder(options.directory);
    boolean recorded = folder.keepsRecording();
    folder.remove();
    RangeLock.removeLeftover(options.naming());
    System.out.printf("stopped: %d processes, %d network namespaces%n", processes, namespaces);
    if (recorded) {
      System.out.println("the recording stays in " + folder.recording());
    }
    return 0;
  }
}
