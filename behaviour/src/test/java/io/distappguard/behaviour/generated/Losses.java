package io.distappguard.behaviour.generated;

import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.behaviour.learn.BehaviourRecording;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * A recording whose source lost events besides: nothing that is seen is another, only the losses
 * are told.
 *
 * @param lose whether a container, by its name, lost events in a second of the recording; "" stands
 *     for a loss that may be anybody's
 */
public record Losses(BehaviourRecording recording, BiPredicate<String, Integer> lose)
    implements BehaviourRecording {

  @Override
  public String name() {
    return recording.name();
  }

  @Override
  public String sha256() {
    return recording.sha256();
  }

  @Override
  public List<KnownNetwork> networks() {
    return recording.networks();
  }

  @Override
  public void replay(ExchangeSink sink) throws IOException {
    List<Container> containers = new ArrayList<>();
    recording.replay(
        new ExchangeSink() {
          @Override
          public void container(Container container) {
            containers.add(container);
            sink.container(container);
          }

          @Override
          public void process(ProcessImage process) {
            sink.process(process);
          }

          @Override
          public void entity(Entity entity) {
            sink.entity(entity);
          }

          @Override
          public void exchange(
              long interval,
              int process,
              int entity,
              Operation operation,
              int calls,
              long bytes,
              int errors) {
            sink.exchange(interval, process, entity, operation, calls, bytes, errors);
          }

          @Override
          public void incomplete(long interval, int container, String reason, long count) {
            sink.incomplete(interval, container, reason, count);
          }

          @Override
          public void endInterval(long interval) {
            int second = (int) ((interval - GeneratedApplication.millis(0)) / 1_000);
            for (Container container : containers) {
              if (lose.test(container.name(), second)) {
                sink.incomplete(interval, container.id(), "dropped by source", 7);
              }
            }
            if (lose.test("", second)) {
              sink.incomplete(interval, -1, "damaged block", -1);
            }
            sink.endInterval(interval);
          }
        });
  }
}
