package io.distappguard.range;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: one recorded run by a plan. */
@Command(name = "run", description = "One recorded run by a plan, on a fresh deployment.")
final class RunCommand implements Callable<Integer> {
  @Mixin final RangeOptions options = new RangeOptions();

  @Override
  public Integer call() {
    return 1;
  }
}
