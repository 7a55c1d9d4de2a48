package io.distappguard.traffic.profile;

import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.learning.profile.MalformedProfileException;
import io.distappguard.learning.profile.PartFiles;
import io.distappguard.learning.profile.ProfilePart;
import io.distappguard.learning.tensor.SafetensorsFile;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.astgcn.Astgcn;
import io.distappguard.traffic.astgcn.AstgcnArchitecture;
import io.distappguard.traffic.cluster.ChainCluster;
import io.distappguard.traffic.cluster.ChainClusters;
import io.distappguard.traffic.cluster.ChainClustersState;
import io.distappguard.traffic.drift.ResidualReference;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.score.ClusterModel;
import io.distappguard.traffic.score.ClusterTails;
import io.distappguard.traffic.score.CountTail;
import io.distappguard.traffic.score.ResidualScales;
import io.distappguard.traffic.series.CalendarCycles;
import io.distappguard.traffic.series.SeriesScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The traffic part of a profile on disk:
 *
 * <pre>
 *   profile.json        format, version, configuration, threshold, scales, provenance
 *   chains.json         every chain of the training with its cluster
 *   activity.json       how steadily the application is called
 *   model.safetensors   weights of the forecasters
 * </pre>
 *
 * Equal profiles give equal bytes. Reading checks hashes, shapes and ranges, and runs nothing.
 */
public final class TrafficProfileFolder {

  /** Name of this part of a profile. */
  public static final String PART = "traffic";

  /** What {@code format} in profile.json says. */
  public static final String FORMAT = "distappguard-traffic-profile";

  /** Version of the format that is written. */
  public static final int VERSION = 1;

  private static final String CHAINS = "chains.json";
  private static final String ACTIVITY = "activity.json";
  private static final String MODEL = "model.safetensors";

  private TrafficProfileFolder() {}

  record Head(
      String format,
      int version,
      TrafficConfiguration configuration,
      long dayMillis,
      CalendarCycles cycles,
      List<Cluster> clusters,
      CountTail rare,
      CountTail novel,
      TrafficThreshold alarm,
      TrafficProvenance provenance,
      Map<String, String> sha256) {}

  /** What stands beside the weights of a cluster's forecaster. */
  record Cluster(
      SeriesScaling scaling,
      ResidualScales residualScales,
      ClusterTails tails,
      ResidualReference reference,
      AstgcnArchitecture architecture,
      ForecastShape shape) {}

  /**
   * A profile as a part to be written.
   *
   * @throws IllegalArgumentException if a forecaster is not the one that profiles hold
   */
  public static ProfilePart part(TrafficProfile profile) {
    return new ProfilePart() {
      @Override
      public String name() {
        return PART;
      }

      @Override
      public void write(Path folder) throws IOException {
        TrafficProfileFolder.write(profile, folder);
      }
    };
  }

  private static void write(TrafficProfile profile, Path folder) throws IOException {
    Files.createDirectories(folder);
    List<Cluster> clusters = new ArrayList<>();
    Map<String, Tensor> tensors = new TreeMap<>();
    for (int number = 0; number < profile.clusters().size(); number++) {
      ClusterModel model = profile.clusters().get(number).model();
      if (!(model.forecaster() instanceof Astgcn forecaster)) {
        throw new IllegalArgumentException(
            "cluster %d: a forecaster of %s (expected: %s; others are for comparison only)"
                .formatted(number, model.forecaster().getClass(), Astgcn.class));
      }
      String prefix = prefix(number);
      forecaster.tensors().forEach((name, tensor) -> tensors.put(prefix + name, tensor));
      clusters.add(
          new Cluster(
              model.scaling(),
              model.residualScales(),
              model.tails(),
              profile.clusters().get(number).reference(),
              forecaster.architecture(),
              forecaster.shape()));
    }
    Map<String, byte[]> parts = new TreeMap<>();
    parts.put(CHAINS, PartFiles.json(profile.chains().state()));
    parts.put(ACTIVITY, PartFiles.json(profile.activity()));
    parts.put(MODEL, SafetensorsFile.of(tensors, Map.of()).toBytes());
    Map<String, String> hashes = PartFiles.write(folder, parts);
    Head head =
        new Head(
            FORMAT,
            VERSION,
            profile.configuration(),
            profile.dayMillis(),
            profile.cycles(),
            clusters,
            profile.rare(),
            profile.novel(),
            profile.alarm(),
            profile.provenance(),
            hashes);
    PartFiles.writeHead(folder, head);
  }

  /**
   * Reads the traffic part of a profile.
   *
   * @throws MalformedProfileException if it is missing, or not whole and sound
   */
  public static TrafficProfile read(ApplicationProfile profile) throws IOException {
    return read(profile.requirePart(PART));
  }

  private static TrafficProfile read(Path folder) throws IOException {
    Head head = PartFiles.readHead(folder, Head.class);
    PartFiles.requireFormat(folder, head.format(), FORMAT, head.version(), VERSION);
    ChainClustersState state =
        PartFiles.read(folder, CHAINS, head.sha256(), ChainClustersState.class);
    // Profiles of before have none: nothing is told silent then.
    CallActivity activity =
        head.sha256().containsKey(ACTIVITY)
            ? PartFiles.read(folder, ACTIVITY, head.sha256(), CallActivity.class)
            : CallActivity.UNKNOWN;
    SafetensorsFile tensors =
        SafetensorsFile.parse(
            PartFiles.read(folder, MODEL, head.sha256()), folder.resolve(MODEL).toString());
    try {
      ChainClusters chains = new ChainClusters(state);
      return new TrafficProfile(
          head.configuration(),
          head.dayMillis(),
          head.cycles(),
          chains,
          clusters(chains, head, tensors.tensors()),
          head.rare(),
          head.novel(),
          activity,
          head.alarm(),
          head.provenance());
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new MalformedProfileException(folder, String.valueOf(e.getMessage()), e);
    }
  }

  private static List<LearnedCluster> clusters(
      ChainClusters chains, Head head, Map<String, Tensor> tensors) {
    if (chains.clusters().size() != head.clusters().size()) {
      throw new IllegalArgumentException(
          "clusters: %d (expected: %d, as in %s)"
              .formatted(head.clusters().size(), chains.clusters().size(), CHAINS));
    }
    List<LearnedCluster> clusters = new ArrayList<>();
    for (int number = 0; number < head.clusters().size(); number++) {
      Cluster cluster = head.clusters().get(number);
      ChainCluster described = chains.clusters().get(number);
      int nodes = described.graph().nodes().size();
      if (cluster.scaling().nodes() != nodes
          || cluster.shape().nodes() != nodes
          || cluster.residualScales().deviations().length != nodes * SeriesScaling.FEATURES) {
        throw new IllegalArgumentException(
            "cluster %d: scales or shape of another graph (expected: of %d operations)"
                .formatted(number, nodes));
      }
      Map<String, Tensor> own = new TreeMap<>();
      String prefix = prefix(number);
      tensors.forEach((name, tensor) -> {
        if (name.startsWith(prefix)) {
          own.put(name.substring(prefix.length()), tensor);
        }
      });
      clusters.add(
          LearnedCluster.of(
              described,
              new ClusterModel(
                  cluster.scaling(),
                  Astgcn.fromTensors(cluster.architecture(), cluster.shape(), own),
                  cluster.residualScales(),
                  cluster.tails()),
              cluster.reference()));
    }
    return clusters;
  }

  private static String prefix(int cluster) {
    return "cluster." + cluster + ".";
  }
}
