package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.exchange.Syscall;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.line.LineReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the strace recordings of an application's containers, one file each, as one stream of
 * exchanges summed per interval and sorted by it.
 *
 * <p>An event is a line that is not blank. One that is not understood is refused, counted with its
 * reason and first position, and makes its container's interval incomplete. Not thread-safe.
 */
public final class StraceReader {

  private static final int LINES_WITHOUT_TIME = 100;

  private final ExchangeFiles files;

  public StraceReader(List<ExchangeSource> sources) {
    this(sources, ExchangeFiles.DEFAULT_INTERVAL_MILLIS);
  }

  public StraceReader(List<ExchangeSource> sources, int intervalMillis) {
    this.files = new ExchangeFiles(intervalMillis);
    for (ExchangeSource source : sources) {
      files.add(source, StraceReader::open);
    }
  }

  /** Whether a file that begins like this holds a line of strace. */
  public static boolean recognises(Beginning beginning) {
    StraceLine line = new StraceLine();
    LineReader lines = new LineReader(new ByteArrayInputStream(beginning.bytes()), "");
    try {
      for (int count = 0; lines.next(); count++) {
        if (lines.from() < lines.to()) {
          String problem = line.parse(lines.buffer(), lines.from(), lines.to());
          if (isOfStrace(line, problem, count)) {
            return true;
          }
        }
      }
    } catch (IOException exception) {
      throw new IllegalStateException("bytes in memory cannot be read", exception);
    }
    return false;
  }

  /**
   * A call with a time is strace's. One without, which is told rather than read, looks like other
   * things too: it must be a known call near the beginning.
   */
  private static boolean isOfStrace(StraceLine line, @Nullable String problem, int count) {
    if (problem == null) {
      return line.kind() != StraceLine.Kind.REMARK && line.kind() != StraceLine.Kind.REST;
    }
    return problem.equals(StraceLine.SUMMARY_ALONE)
        || count < LINES_WITHOUT_TIME
            && (problem.equals(StraceLine.NO_TIMESTAMP) || problem.equals(StraceLine.RELATIVE_TIME))
            && line.kind() == StraceLine.Kind.CALL
            && line.syscall() != Syscall.OTHER;
  }

  /** Opens one recording. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new StraceFile(source, registry, exchanges);
  }

  /**
   * Reads everything.
   *
   * @return what was accepted and refused, in lines
   * @throws IOException where a file cannot be read further; what was read before went to the sink
   */
  public Intake read(ExchangeSink sink) throws IOException {
    return files.read(sink);
  }
}
