package io.distappguard.telemetry.input;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.ForwardingExchangeSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hands on exchanges, with what is declared of their containers. Not thread-safe. */
final class LabelledExchanges extends ForwardingExchangeSink {

  private static final int MOST_TOLD = 20;

  private final DeclaredContainers declared;
  private final @Nullable String nameOfOnly;
  private final List<String> notDeclared = new ArrayList<>();

  /**
   * @param nameOfOnly what a container is called that is the only one of its source, or null
   */
  LabelledExchanges(ExchangeSink sink, DeclaredContainers declared, @Nullable String nameOfOnly) {
    super(sink);
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
    super.container(labelled == null ? container : labelled);
  }
}
