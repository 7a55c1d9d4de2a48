package io.distappguard.traffic.detect;

import io.distappguard.detection.anomaly.Evidence;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.profile.LearnedCluster;
import io.distappguard.traffic.score.ClusterScore;
import io.distappguard.traffic.score.ClusterTails;
import io.distappguard.traffic.score.TrafficScore;
import io.distappguard.traffic.series.ClusterWindow;
import io.distappguard.traffic.series.NovelChains;
import io.distappguard.traffic.series.SeriesScaling;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Says of an alarmed window which chains were not as forecast, by how much, and since when. */
final class TrafficEvidence {

  private static final int MOST_CLUSTERS = 4;
  private static final int MOST_OPERATIONS = 3;

  private final List<LearnedCluster> clusters;
  private final double threshold;

  TrafficEvidence(List<LearnedCluster> clusters, double threshold) {
    this.clusters = clusters;
    this.threshold = threshold;
  }

  /**
   * The evidence of a window, the weightiest first.
   *
   * @param since for each cluster, then rare, then novel chains: since when it is alarmed
   */
  List<Evidence> of(TrafficScore score, long[] since) {
    List<Evidence> evidence = new ArrayList<>();
    if (score.novelStrength() > threshold) {
      evidence.add(novel(score, since[clusters.size() + 1]));
    }
    if (score.rareStrength() > threshold) {
      evidence.add(rare(score, since[clusters.size()]));
    }
    score.clusters().stream()
        .filter(cluster -> cluster.strength() > threshold)
        .sorted(Comparator.comparingDouble(ClusterScore::strength).reversed())
        .limit(MOST_CLUSTERS)
        .forEach(cluster -> evidence.addAll(cluster(score, cluster, since[cluster.cluster()])));
    evidence.sort(Comparator.comparingDouble(Evidence::weight).reversed());
    return evidence;
  }

  private List<Evidence> cluster(TrafficScore score, ClusterScore alarmed, long since) {
    LearnedCluster cluster = clusters.get(alarmed.cluster());
    ClusterWindow window = score.window().clusters().get(alarmed.cluster());
    double band = score.widening() * cluster.model().tails().largest().scoreOf(threshold);
    List<Amount> amounts = new ArrayList<>();
    for (int node = 0; node < cluster.operations().size(); node++) {
      for (int feature : new int[] {SeriesScaling.CALLS, SeriesScaling.ERRORS}) {
        amounts.add(Amount.of(node, feature, window, alarmed.residual(), cluster.model(), band));
      }
    }
    amounts.sort(
        Comparator.comparingDouble((Amount amount) -> Math.abs(amount.deviations())).reversed());
    double largest = Math.max(1e-9, Math.abs(amounts.getFirst().deviations()));
    List<Evidence> evidence = new ArrayList<>();
    for (Amount amount : amounts.subList(0, Math.min(MOST_OPERATIONS, amounts.size()))) {
      double share = Math.abs(amount.deviations()) / largest;
      if (share < 0.5) {
        break; // a side effect of the first
      }
      evidence.add(
          evidence(cluster, alarmed, window, amount, since, alarmed.strength() * share, score));
    }
    return evidence;
  }

  private static Evidence evidence(
      LearnedCluster cluster,
      ClusterScore alarmed,
      ClusterWindow window,
      Amount amount,
      long since,
      double weight,
      TrafficScore score) {
    Operation node = cluster.operations().get(amount.node());
    return new Evidence(
        Evidence.Kind.CHANGED,
        node.service(),
        cluster.callerOf(amount.node()),
        node.service(),
        node.operation(),
        amount.quantity(),
        amount.observed(),
        amount.forecast(),
        amount.low(),
        amount.high(),
        weight,
        sentence(cluster, alarmed, amount, since, score),
        List.of(),
        since,
        window.traceIds());
  }

  private static String sentence(
      LearnedCluster cluster, ClusterScore alarmed, Amount amount, long since, TrafficScore score) {
    Operation node = cluster.operations().get(amount.node());
    long seconds = (score.window().endMillis() - score.window().startMillis()) / 1000;
    String what =
        amount.feature() == SeriesScaling.ERRORS
            ? "%s of the calls of %s %s failed, forecast %s (usual %s to %s)"
                .formatted(
                    percent(amount.observed()),
                    node.service(),
                    node.operation(),
                    percent(amount.forecast()),
                    percent(amount.low()),
                    percent(amount.high()))
            : "%s calls of %s %s in %d s, forecast %s (usual %s to %s)"
                .formatted(
                    number(amount.observed()),
                    node.service(),
                    node.operation(),
                    seconds,
                    number(amount.forecast()),
                    number(amount.low()),
                    number(amount.high()));
    String lasting =
        alarmed.track() == ClusterTails.Track.CUSUM ? "; a small shift that has added up" : "";
    return what
        + ", in chains like "
        + cluster.name()
        + lasting
        + ", since "
        + Instant.ofEpochMilli(since);
  }

  private Evidence rare(TrafficScore score, long since) {
    int observed = score.window().rare().chains();
    return new Evidence(
        Evidence.Kind.CHANGED,
        "rare chains",
        "",
        "rare chains",
        "any",
        "chains",
        observed,
        null,
        null,
        null,
        score.rareStrength(),
        "%d chains of kinds that were seldom seen while learning, since %s"
            .formatted(observed, Instant.ofEpochMilli(since)),
        List.of(),
        since,
        score.window().rare().traceIds());
  }

  private static Evidence novel(TrafficScore score, long since) {
    NovelChains novel = score.window().novel();
    String most =
        novel.counts().entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElse("");
    String service = most.isEmpty() ? "" : most.split("[ :]", 2)[0];
    return new Evidence(
        Evidence.Kind.UNSEEN,
        service,
        "",
        service,
        most,
        "chains",
        novel.chains(),
        null,
        null,
        null,
        score.novelStrength(),
        "%d chains like none seen while learning, most of them %s, since %s"
            .formatted(novel.chains(), most, Instant.ofEpochMilli(since)),
        List.of(),
        since,
        novel.traceIds());
  }

  private static String number(double value) {
    return value < 10 && value != Math.rint(value)
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,d", Math.round(value));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", 100 * share);
  }
}
