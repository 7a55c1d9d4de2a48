package io.distappguard.telemetry.lttng;

import io.distappguard.telemetry.exchange.HostProcess;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the descriptors of processes stand for. A process that is not heard of any more is forgotten
 * with its descriptors. Not thread-safe.
 */
final class ProcessDescriptors {

  private static final int MOST_PROCESSES = 10_000;
  private static final int MOST_OF_ONE = 1 << 16;

  private final Map<HostProcess, Map<Long, Descriptor>> byProcess = new HashMap<>();
  private @Nullable HostProcess last;
  private Map<Long, Descriptor> ofLast = Map.of();

  @Nullable Descriptor find(HostProcess process, long number) {
    return of(process).get(number);
  }

  void put(HostProcess process, long number, Descriptor descriptor) {
    Map<Long, Descriptor> descriptors = of(process);
    if (descriptors.size() >= MOST_OF_ONE) {
      descriptors.clear();
    }
    descriptors.put(number, descriptor);
  }

  void close(HostProcess process, long number) {
    of(process).remove(number);
  }

  void duplicate(HostProcess process, long number, long copy) {
    Descriptor known = find(process, number);
    if (known == null) {
      close(process, copy);
    } else {
      put(process, copy, known);
    }
  }

  /** A child has copies of its parent's. */
  void fork(HostProcess parent, HostProcess child) {
    Map<Long, Descriptor> copies = new HashMap<>(of(parent));
    of(child).putAll(copies);
  }

  void end(HostProcess process) {
    byProcess.remove(process);
    last = null;
  }

  private Map<Long, Descriptor> of(HostProcess process) {
    if (last != process) {
      if (byProcess.size() >= MOST_PROCESSES && !byProcess.containsKey(process)) {
        byProcess.clear();
      }
      ofLast = byProcess.computeIfAbsent(process, unused -> new HashMap<>());
      last = process;
    }
    return ofLast;
  }
}
