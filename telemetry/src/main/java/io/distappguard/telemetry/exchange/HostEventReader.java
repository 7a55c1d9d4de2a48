package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.line.Lines;

/**
 * What readers of lines that each name a process of a host have in common: its processes and
 * containers, and the call of the event at hand. Not thread-safe.
 */
public abstract class HostEventReader extends LineExchangeReader {

  protected final Registry registry;
  protected final HostProcesses processes;
  protected final HostContainers containers;
  protected final CallMeaning meaning;

  /** The call of the event at hand. */
  protected final ObservedCall call = new ObservedCall();

  /**
   * @param lines the source's stream in pieces of which each holds an event
   */
  protected HostEventReader(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges, Lines lines) {
    super(lines, USUAL_TOLERANCE_MICROS);
    this.registry = registry;
    this.processes = new HostProcesses(registry, exchanges);
    this.containers = new HostContainers(registry, source.container());
    this.meaning = new CallMeaning(registry, processes);
  }
}
