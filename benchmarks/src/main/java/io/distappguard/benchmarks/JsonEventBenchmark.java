package io.distappguard.benchmarks;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.falco.FalcoReader;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.tetragon.TetragonReader;
import io.distappguard.telemetry.tracee.TraceeReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events of a host as JSON to exchanges, in lines a second on one thread, beside splitting the same
 * bytes into lines and nothing else. Promise: 500,000. The lines are generated, as long and as rich
 * as the projects' own examples ({@link GeneratedEvents}): Falco about 1,540 bytes, Tracee 1,500
 * and in the newer shape 1,370, Tetragon 2,450.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JsonEventBenchmark {

  static final int LINES = 40_000;

  /** Whose events. */
  @Param({"falco", "tetragon", "tracee", "tracee-newer"})
  public String format = "falco";

  private byte[] text = {};
  private ExchangeReader.Opener opener = FalcoReader::open;

  /** Makes the text. */
  @Setup
  public void prepare() {
    text = new GeneratedEvents(format).lines(LINES);
    opener =
        switch (format) {
          case "falco" -> FalcoReader::open;
          case "tetragon" -> TetragonReader::open;
          default -> TraceeReader::open;
        };
  }

  /** Bytes to lines: the peer. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long splitLines() throws IOException {
    LineReader lines = new LineReader(new ByteArrayInputStream(text), "text", 1 << 20);
    long bytes = 0;
    while (lines.next()) {
      bytes += lines.to() - lines.from();
    }
    return bytes;
  }

  /** Bytes to exchanges summed per second, everything in between included. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long readExchanges() throws IOException {
    ExchangeFiles files = new ExchangeFiles(ExchangeFiles.DEFAULT_INTERVAL_MILLIS);
    Container host = new Container(0, "host-b", "host-b", null, null, null, 0, List.of());
    files.add(new ExchangeSource(host, "text", new ByteArrayInputStream(text)), opener);
    long accepted = files.read(new CountingSink()).accepted();
    if (accepted != LINES) {
      throw new IllegalStateException("accepted: " + accepted + " (expected: " + LINES + ")");
    }
    return accepted;
  }
}
