package io.distappguard.telemetry;

/** Hands on all it is given; who extends it adds what it needs. Not thread-safe. */
public abstract class ForwardingExchangeSink implements ExchangeSink {

  private final ExchangeSink sink;

  /** Hands on to this sink. */
  protected ForwardingExchangeSink(ExchangeSink sink) {
    this.sink = sink;
  }

  @Override
  public void container(Container container) {
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
