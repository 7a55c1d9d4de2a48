package io.distappguard.benchmarks;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.otlp.OtlpProtobufReader;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.traffic.chain.ChainReading;
import io.distappguard.traffic.chain.Entries;
import io.distappguard.traffic.chain.OperationTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * OTLP protobuf to traces and to chains on one thread; {@code spans} is the figure, in spans a
 * second. Promise: 50,000 to chains, end to end. The spans are generated ({@link SpanBytes}).
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TraceBenchmark {

  private byte[] stream = {};

  /** What was got through, in events a second. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Throughput {
    public long spans;
  }

  /** Makes the spans. */
  @Setup
  public void prepare() {
    stream = SpanBytes.generate(200_000).bytes();
  }

  /** Bytes to calls. */
  @Benchmark
  public long readCalls(Throughput throughput) throws IOException {
    long[] sum = new long[1];
    Intake intake =
        new OtlpProtobufReader(new ByteArrayInputStream(stream), "generated")
            .read(call -> sum[0] += call.durationNanos());
    throughput.spans += intake.accepted();
    return sum[0];
  }

  /** Bytes to traces. */
  @Benchmark
  public long assembleTraces(Throughput throughput) throws IOException {
    long[] sum = new long[1];
    TraceAssembler assembler = new TraceAssembler(trace -> sum[0] += trace.calls().size());
    Intake intake =
        new OtlpProtobufReader(new ByteArrayInputStream(stream), "generated").read(assembler);
    assembler.finish();
    throughput.spans += intake.accepted();
    return sum[0];
  }

  /** Bytes to chains, end to end. */
  @Benchmark
  public long readChains(Throughput throughput) throws IOException {
    long[] sum = new long[1];
    ChainReading chains =
        new ChainReading(
            new OperationTable(), Entries.NONE, (chain, trace, from, to) -> sum[0] += to - from);
    TraceAssembler assembler = new TraceAssembler(chains);
    Intake intake =
        new OtlpProtobufReader(new ByteArrayInputStream(stream), "generated").read(assembler);
    assembler.finish();
    throughput.spans += intake.accepted();
    return sum[0];
  }
}
