package io.distappguard.traffic.cluster;

import java.util.Arrays;

/**
 * DBSCAN on weighted points. A point is a core point if the weights of the points within the
 * radius, its own included, sum to at least the minimum; core points within the radius of each
 * other are of one cluster, and so is every other point within the radius of one of them: of the
 * lowest-numbered cluster, where there are several. Clusters are numbered by their first core
 * point. These are exactly the labels of scikit-learn's {@code
 * DBSCAN(metric="precomputed").fit(distances, sample_weight=weights)}.
 *
 * <p>Each point's neighbours are looked for once, when it is first met, and not kept: memory is
 * linear in the points.
 *
 * <p>Source: M. Ester, H.-P. Kriegel, J. Sander, X. Xu, A density-based algorithm for discovering
 * clusters in large spatial databases with noise, KDD 1996.
 */
final class Dbscan {

  /** Label of points in no cluster. */
  static final int NOISE = -1;

  private static final int UNSEEN = -2;

  private final Neighbours neighbours;
  private final double[] weights;
  private final double minimumWeight;
  private final int[] labels;
  private final boolean[] core;

  private final int[] found;
  private final int[] queue;

  private Dbscan(Neighbours neighbours, double[] weights, double minimumWeight) {
    this.neighbours = neighbours;
    this.weights = weights;
    this.minimumWeight = minimumWeight;
    labels = new int[weights.length];
    Arrays.fill(labels, UNSEEN);
    core = new boolean[weights.length];
    found = new int[weights.length];
    queue = new int[weights.length];
  }

  /** Clusters points. */
  static Labels cluster(Neighbours neighbours, double[] weights, double minimumWeight) {
    Dbscan dbscan = new Dbscan(neighbours, weights, minimumWeight);
    int clusters = 0;
    for (int point = 0; point < weights.length; point++) {
      if (dbscan.labels[point] == UNSEEN && dbscan.expand(point, clusters)) {
        clusters++;
      }
    }
    return new Labels(dbscan.labels, dbscan.core, clusters);
  }

  /** Makes the cluster of a point, if it is a core point. */
  private boolean expand(int first, int cluster) {
    int count = look(first);
    if (!core[first]) {
      labels[first] = NOISE; // unless a cluster comes by later
      return false;
    }
    labels[first] = cluster;
    int queued = take(count, cluster, 0);
    for (int next = 0; next < queued; next++) {
      count = look(queue[next]);
      if (core[queue[next]]) {
        queued = take(count, cluster, queued);
      }
    }
    return true;
  }

  /** Finds the neighbours of a point and whether it is a core point. */
  private int look(int point) {
    int count = neighbours.of(point, found);
    double weight = 0;
    for (int i = 0; i < count; i++) {
      weight += weights[found[i]];
    }
    core[point] = weight >= minimumWeight;
    return count;
  }

  /** Takes the neighbours found into a cluster, and queues those not looked at yet. */
  private int take(int count, int cluster, int queued) {
    for (int i = 0; i < count; i++) {
      int point = found[i];
      if (labels[point] == UNSEEN) {
        labels[point] = cluster;
        queue[queued++] = point;
      } else if (labels[point] == NOISE) {
        labels[point] = cluster;
      }
    }
    return queued;
  }

  /**
   * What came out.
   *
   * @param of cluster of each point, or {@link #NOISE}
   * @param core whether each is a core point
   * @param clusters number of clusters
   */
  @SuppressWarnings("ArrayRecordComponent") // read once
  record Labels(int[] of, boolean[] core, int clusters) {}
}
