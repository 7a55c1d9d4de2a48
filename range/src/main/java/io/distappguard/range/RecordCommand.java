package io.distappguard.range;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code record}: all plans, one after another. */
@Command(name = "record", description = "Record all plans, one after another.")
final class RecordCommand implements Callable<Integer> {
  @Mixin final RangeOptions options = new RangeOptions();

  @Override
  public Integer call() {
    return 1;
  }
}
