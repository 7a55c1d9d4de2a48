package io.distappguard.telemetry;

/**
 * Takes exchanges: who moved how much data to or from what, per interval. The behaviour side's
 * whole view of the world.
 *
 * <p>Containers, process images and entities are announced once, before the first exchange that
 * names them, with ids counting from 0; from then on they are numbers, so that an exchange costs no
 * allocation. Exchanges arrive ordered by interval; {@link #endInterval} closes each. Not
 * thread-safe: one source, one thread.
 */
public interface ExchangeSink {

  /** A container is seen for the first time. */
  void container(Container container);

  /** A process image is seen for the first time. */
  void process(ProcessImage process);

  /** An entity is seen for the first time. */
  void entity(Entity entity);

  /**
   * Data moved, or control exercised, within one interval.
   *
   * @param intervalStartMillis start of the interval in milliseconds since the epoch, a multiple of
   *     the source's interval length
   * @param process {@link ProcessImage#id}
   * @param entity {@link Entity#id()}
   * @param operation what was done
   * @param calls successful and failed calls together, at least 1
   * @param bytes bytes moved by the successful calls, 0 for operations that move none
   * @param errors calls that failed, retries of non-blocking calls (EAGAIN) left out
   */
  void exchange(
      long intervalStartMillis,
      int process,
      int entity,
      Operation operation,
      int calls,
      long bytes,
      int errors);

  /**
   * The source lost events of a container within an interval: windows over it are incomplete.
   *
   * @param container {@link Container#id}, or -1 where any container may be affected
   * @param reason short and stable, such as {@code dropped by source}
   * @param count events lost, -1 where unknown
   */
  void incomplete(long intervalStartMillis, int container, String reason, long count);

  /** All exchanges of this interval and of those before it have been given. */
  void endInterval(long intervalStartMillis);
}
