package io.distappguard.benchmarks;

import io.distappguard.traffic.astgcn.Astgcn;
import io.distappguard.traffic.astgcn.AstgcnArchitecture;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of one forecast of one chain cluster. Promise: a step under 5 ms. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(1)
public class ForecastBenchmark {

  /** Operations of the cluster. */
  @Param({"1", "12"})
  public int nodes;

  private static final int FEATURES = 3;
  private static final int RECENT_STEPS = 24;

  private Astgcn astgcn = cluster(1);
  private ForecastInput input =
      new ForecastInput(new float[0][], new float[0][], new float[0][], new float[0][]);

  /** Makes a chain of operations and a history. */
  @Setup
  public void prepare() {
    astgcn = cluster(nodes);
    Random random = new Random(1);
    float[][] recent = new float[RECENT_STEPS][nodes * FEATURES];
    for (float[] row : recent) {
      for (int place = 0; place < row.length; place++) {
        row[place] = (float) random.nextGaussian();
      }
    }
    input = new ForecastInput(recent, new float[0][], new float[0][], new float[1][2]);
  }

  @Benchmark
  public float[][] forecast() {
    return astgcn.forecast(input);
  }

  private static Astgcn cluster(int nodes) {
    float[][] chain = new float[nodes][nodes];
    for (int node = 0; node + 1 < nodes; node++) {
      chain[node][node + 1] = 1f;
    }
    ForecastShape shape = new ForecastShape(nodes, FEATURES, 2, RECENT_STEPS, 0, 0, 1);
    return Astgcn.untrained(AstgcnArchitecture.standard(), shape, chain, 1);
  }
}
