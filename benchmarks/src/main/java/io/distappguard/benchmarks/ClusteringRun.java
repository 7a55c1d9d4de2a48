package io.distappguard.benchmarks;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.cluster.ChainClustering;
import io.distappguard.traffic.cluster.ChainDistance;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Our side of {@code benchmarks/clustering}: one program a process, so that time and memory are
 * those of the whole process.
 *
 * <ul>
 *   <li>{@code cluster FOLDER CHAINS SEED RADIUS MINIMUM}: writes {@code labels.i32}, the time of
 *       clustering alone to {@code cluster.seconds}
 *   <li>{@code distances ...}: writes the full matrix, {@code distances.f64}, and {@code
 *       weights.f64}; time in {@code distances.seconds}
 * </ul>
 */
public final class ClusteringRun {

  private ClusteringRun() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    GeneratedChains generated = new GeneratedChains(Long.parseLong(arguments[3]));
    List<Chain> chains = generated.distinct(count);
    double[] weights = Arrays.stream(generated.times(count)).asDoubleStream().toArray();
    long start = System.nanoTime();
    switch (arguments[0]) {
      case "cluster" -> {
        int[] labels =
            ChainClustering.labels(
                chains,
                weights,
                Double.parseDouble(arguments[4]),
                Double.parseDouble(arguments[5]));
        writeSeconds(folder.resolve("cluster.seconds"), start);
        ByteBuffer bytes = buffer(4 * count);
        bytes.asIntBuffer().put(labels);
        Files.write(folder.resolve("labels.i32"), bytes.array());
      }
      case "distances" -> {
        writeDistances(chains, folder.resolve("distances.f64"));
        writeSeconds(folder.resolve("distances.seconds"), start);
        ByteBuffer bytes = buffer(8 * count);
        bytes.asDoubleBuffer().put(weights);
        Files.write(folder.resolve("weights.f64"), bytes.array());
      }
      default ->
          throw new IllegalArgumentException(arguments[0] + " (expected: cluster, distances)");
    }
  }

  private static void writeDistances(List<Chain> chains, Path file) throws IOException {
    ChainDistance distance = new ChainDistance();
    ByteBuffer row = buffer(8 * chains.size());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (Chain from : chains) {
        distance.from(from);
        DoubleBuffer values = row.asDoubleBuffer();
        for (Chain to : chains) {
          values.put(distance.within(to, 1));
        }
        out.write(row.array());
      }
    }
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void writeSeconds(Path file, long start) throws IOException {
    Files.writeString(
        file, String.format(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e9));
  }
}
