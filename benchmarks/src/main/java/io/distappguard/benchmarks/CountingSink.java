package io.distappguard.benchmarks;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;

/** Adds up what it is given, so that nothing before it can be optimised away. */
final class CountingSink implements ExchangeSink {

  private long sum;

  @Override
  public void container(Container container) {
    sum += container.id();
  }

  @Override
  public void process(ProcessImage process) {
    sum += process.id();
  }

  @Override
  public void entity(Entity entity) {
    sum += entity.id();
  }

  @Override
  public void exchange(
      long intervalStartMillis,
      int process,
      int entity,
      Operation operation,
      int calls,
      long bytes,
      int errors) {
    sum += calls + bytes + errors;
  }

  @Override
  public void incomplete(long intervalStartMillis, int container, String reason, long count) {
    sum += count;
  }

  @Override
  public void endInterval(long intervalStartMillis) {
    sum++;
  }

  @Override
  public String toString() {
    return "CountingSink[" + sum + "]";
  }
}
