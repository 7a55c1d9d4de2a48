package io.distappguard.traffic.cluster;

import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.ChainCounts;
import io.distappguard.traffic.chain.Entries;
import io.distappguard.traffic.chain.OperationTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Learns {@link ChainClusters}: {@link Dbscan} on the distinct chains, each weighted by how often
 * it occurred, with the radius of {@link RadiusChoice}. Two things a real application can bring are
 * mended, each with a remark: clusters too small for a forecast of their own are taken to the
 * heaviest one whose chains begin with the same operation, else to the rare; and while nearly
 * everything is one cluster although its chains begin differently, the radius is made smaller.
 */
public final class ChainClustering {

  private static final double NEARLY_EVERYTHING = 0.8;
  private static final double SHRINKING = 0.75;

  private final OperationTable operations;
  private final ClusteringSettings settings;
  private final List<Chain> chains;
  private final long[] times;
  private final double[] weights;
  private final double total;
  private final List<String> remarks = new ArrayList<>();

  private ChainClustering(
      OperationTable operations, ChainCounts counts, ClusteringSettings settings) {
    this.operations = operations;
    this.settings = settings;
    chains = counts.chains();
    times = counts.times();
    weights = Arrays.stream(times).asDoubleStream().toArray();
    total = Arrays.stream(weights).sum();
  }

  /**
   * Clusters chains.
   *
   * @param operations the table with which they were read
   * @param entries the entries with which they were read
   * @param counts the chains of the training
   */
  public static ChainClusters learn(
      OperationTable operations, Entries entries, ChainCounts counts, ClusteringSettings settings) {
    return new ChainClustering(operations, counts, settings).learn(entries, counts.overflow());
  }

  /**
   * Labels of DBSCAN alone: a number for the chains of each cluster, -1 for noise; scikit-learn's
   * on the same distances.
   *
   * @param weights how often each chain occurred
   * @param epsilon radius
   * @param minimumWeight weight within the radius that makes a core point
   */
  public static int[] labels(
      List<Chain> chains, double[] weights, double epsilon, double minimumWeight) {
    return Dbscan.cluster(new ChainIndex(chains, epsilon), weights, minimumWeight).of();
  }

  private ChainClusters learn(Entries entries, long overflow) {
    double minimum =
        Math.max(settings.leastCoreWeight(), Math.ceil(settings.leastCoreShare() * total));
    double radius = RadiusChoice.of(chains, weights, minimum);
    Dbscan.Labels labels = cluster(radius, minimum);
    while (radius > RadiusChoice.SMALLEST && isOneForEverything(labels)) {
      radius = Math.max(RadiusChoice.SMALLEST, SHRINKING * radius);
      labels = cluster(radius, minimum);
      remarks.add(
          String.format(
              Locale.ROOT,
              "One cluster held nearly all chains, though they begin differently: "
                  + "radius made smaller, to %.3f.",
              radius));
    }
    int[] numbers = numbers(labels);
    List<LearnedChain> learned = new ArrayList<>();
    for (int i = 0; i < chains.size(); i++) {
      Chain chain = chains.get(i);
      learned.add(
          new LearnedChain(
              Arrays.stream(chain.elements()).boxed().toList(),
              Arrays.stream(chain.parents()).boxed().toList(),
              times[i],
              numbers[i],
              labels.core()[i]));
    }
    return new ChainClusters(
        new ChainClustersState(
            ChainClustersState.VERSION,
            radius,
            minimum,
            operations.operations(),
            entries.path(),
            learned,
            overflow,
            remarks));
  }

  private Dbscan.Labels cluster(double radius, double minimum) {
    return Dbscan.cluster(new ChainIndex(chains, radius), weights, minimum);
  }

  private boolean isOneForEverything(Dbscan.Labels labels) {
    double[] weightOf = weights(labels);
    for (int cluster = 0; cluster < labels.clusters(); cluster++) {
      if (weightOf[cluster] > NEARLY_EVERYTHING * total) {
        int one = cluster;
        return IntStream.range(0, chains.size())
                .filter(i -> labels.of()[i] == one)
                .map(i -> chains.get(i).operation(0))
                .distinct()
                .count()
            > 1;
      }
    }
    return false;
  }

  /** The final number of each chain's cluster: heaviest first, small ones taken to others. */
  private int[] numbers(Dbscan.Labels labels) {
    double[] weightOf = weights(labels);
    int[] numberOf = new int[labels.clusters()];
    Map<Integer, Integer> heaviestByFirst = new HashMap<>();
    int kept = 0;
    int joined = 0;
    int dropped = 0;
    for (int cluster : heaviestFirst(weightOf)) {
      int first = firstOperation(labels, cluster);
      if (kept < settings.mostClusters()
          && weightOf[cluster] >= settings.leastClusterShare() * total) {
        numberOf[cluster] = kept;
        heaviestByFirst.putIfAbsent(first, kept);
        kept++;
      } else {
        numberOf[cluster] = heaviestByFirst.getOrDefault(first, ChainClusters.RARE);
        joined += numberOf[cluster] == ChainClusters.RARE ? 0 : 1;
        dropped += numberOf[cluster] == ChainClusters.RARE ? 1 : 0;
      }
    }
    if (joined + dropped > 0) {
      remarks.add(
          String.format(
              Locale.ROOT,
              "%d of %d clusters hold less than %.1f %% of the chains or are beyond the %d largest: "
                  + "%d taken to the largest that begins alike, %d to the rare.",
              joined + dropped,
              labels.clusters(),
              100 * settings.leastClusterShare(),
              settings.mostClusters(),
              joined,
              dropped));
    }
    return byWeight(labels, numberOf, kept);
  }

  /** Numbers the clusters anew, now that small ones have joined: heaviest first. */
  private int[] byWeight(Dbscan.Labels labels, int[] numberOf, int kept) {
    int[] numbers = new int[chains.size()];
    double[] weightOf = new double[kept];
    for (int i = 0; i < numbers.length; i++) {
      int label = labels.of()[i];
      numbers[i] = label == Dbscan.NOISE ? ChainClusters.RARE : numberOf[label];
      if (numbers[i] != ChainClusters.RARE) {
        weightOf[numbers[i]] += weights[i];
      }
    }
    int[] order = heaviestFirst(weightOf);
    int[] placeOf = new int[kept];
    for (int place = 0; place < kept; place++) {
      placeOf[order[place]] = place;
    }
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = numbers[i] == ChainClusters.RARE ? ChainClusters.RARE : placeOf[numbers[i]];
    }
    return numbers;
  }

  private static int[] heaviestFirst(double[] weightOf) {
    return IntStream.range(0, weightOf.length)
        .boxed()
        .sorted(
            Comparator.<Integer>comparingDouble(cluster -> -weightOf[cluster])
                .thenComparing(Comparator.naturalOrder()))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** First operation of a cluster's most frequent chain. */
  private int firstOperation(Dbscan.Labels labels, int cluster) {
    int most = -1;
    for (int i = 0; i < chains.size(); i++) {
      if (labels.of()[i] == cluster && (most < 0 || weights[i] > weights[most])) {
        most = i;
      }
    }
    return chains.get(most).operation(0);
  }

  private double[] weights(Dbscan.Labels labels) {
    double[] weightOf = new double[labels.clusters()];
    for (int i = 0; i < chains.size(); i++) {
      if (labels.of()[i] != Dbscan.NOISE) {
        weightOf[labels.of()[i]] += weights[i];
      }
    }
    return weightOf;
  }
}
