package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.LineExchangeReader;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.LineReader;
import org.jspecify.annotations.Nullable;

/** One recording of one container. */
final class StraceFile extends LineExchangeReader {

  /** strace writes lines of several threads nearly, not quite, in order. */
  private static final long TOLERANCE_MICROS = 1_000_000;

  private final TracedContainer container;
  private final Interpreter interpreter;
  private final StraceLine line = new StraceLine();

  StraceFile(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    super(source, LineReader.DEFAULT_LONGEST_LINE, TOLERANCE_MICROS);
    int id = registry.container(source.container());
    this.container = new TracedContainer(id, registry, exchanges);
    this.interpreter = new Interpreter(container);
  }

  @Override
  protected @Nullable String parse(byte[] buffer, int from, int to) {
    String problem = line.parse(buffer, from, to);
    if (problem == null && line.kind() == StraceLine.Kind.REMARK) {
      remark();
    }
    return problem;
  }

  @Override
  protected long micros() {
    return line.micros();
  }

  @Override
  protected @Nullable String interpret(long micros) {
    return interpreter.line(line, micros);
  }

  @Override
  protected int affectedContainer() {
    return container.id;
  }

  @Override
  public void end() {
    interpreter.end();
  }
}
