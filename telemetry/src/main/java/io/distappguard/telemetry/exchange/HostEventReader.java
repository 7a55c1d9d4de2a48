package io.distappguard.telemetry.exchange;

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
   * @param longestLine longer ones are refused, in bytes
   */
  protected HostEventReader(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges, int longestLine) {
    super(source, longestLine, USUAL_TOLERANCE_MICROS);
    this.registry = registry;
    this.processes = new HostProcesses(registry, exchanges);
    this.containers = new HostContainers(registry, source.container());
    this.meaning = new CallMeaning(registry, processes);
  }
}
