package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands on exchanges, with what is declared of their containers. Not thread-safe. */
final class LabelledExchanges implements ExchangeSink {

  private static final int MOST_TOLD = 20;

  private final ExchangeSink sink;
  private final DeclaredContainers declared;
  private final @Nullable String nameOfOnly;
  private final List<String> notDeclared = new ArrayList<>();

  /**
   * @param nameOfOnly what a container is called that is the only one of its source, or null
   */
  LabelledExchanges(ExchangeSink sink, DeclaredContainers declared, @Nullable String nameOfOnly) {
    this.sink = sink;
    this.declared = declared;
    this.nameOfOnly = nameOfOnly;
  }

  /** Containers that came and are not declared, the first twenty. */
  List<String> notDeclared() {
    return List.copyOf(notDeclared);
  }

  @Override
  public void container(Container container) {
    Container labelled = declared.of(container);
    if (labelled == null && container.name().equals(nameOfOnly)) {
      labelled = declared.only(container);
    }
    if (labelled == null && notDeclared.size() < MOST_TOLD) {
      notDeclared.add(container.name());
    }
    sink.container(labelled == null ? container : labelled);
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
      long intervalStartMillis,
      int process,
      int entity,
      Operation operation,
      int calls,
      long bytes,
      int errors) {
    sink.exchange(intervalStartMillis, process, entity, operation, calls, bytes, errors);
  }

  @Override
  public void incomplete(long intervalStartMillis, int container, String reason, long count) {
    sink.incomplete(intervalStartMillis, container, reason, count);
  }

  @Override
  public void endInterval(long intervalStartMillis) {
    sink.endInterval(intervalStartMillis);
  }
}
