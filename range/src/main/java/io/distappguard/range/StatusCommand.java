package io.distappguard.range;

import io.distappguard.range.deployment.ControlGroups;
import io.distappguard.range.deployment.Network;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code status}: what of the range exists now. */
@Command(
    name = "status",
    description = "Show the containers that exist. Exit code 0 when there are some, 3 when none.")
final class StatusCommand implements Callable<Integer> {
  private static final int NOTHING_THERE = 3;

  @Mixin final RangeOptions options = new RangeOptions();

  @Override
  public Integer call() {
    options.requireMachine(List.of("ip"));
    Set<String> namespaces = new Network(options.naming()).existing();
    ControlGroups groups = ControlGroups.find(options.naming());
    List<String> containers = groups.existing();
    for (String container : containers) {
      System.out.printf("%-20s %3d processes%n", container, groups.processes(container).size());
    }
    System.out.printf(
        "%d containers, %d network namespaces%n", containers.size(), namespaces.size());
    return containers.isEmpty() && namespaces.isEmpty() ? NOTHING_THERE : 0;
  }
}
