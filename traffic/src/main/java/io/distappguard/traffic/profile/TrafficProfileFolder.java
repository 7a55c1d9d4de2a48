package io.distappguard.traffic.profile;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.distappguard.learning.profile.ApplicationProfile;
import io.distappguard.learning.profile.MalformedProfileException;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The traffic part of a profile on disk:
 *
 * <pre>
 *   profile.json        format, version, configuration, threshold, scales, provenance
 *   chains.json         every chain of the training with its cluster
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

  private static final String PROFILE = "profile.json";
  private static final String CHAINS = "chains.json";
  private static final String MODEL = "model.safetensors";

  /** Nothing that belongs to a profile is larger. */
  private static final long LARGEST_FILE = 512L << 20;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .disable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .build();

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
    parts.put(CHAINS, json(profile.chains().state()));
    parts.put(MODEL, SafetensorsFile.of(tensors, Map.of()).toBytes());
    Map<String, String> hashes = new TreeMap<>();
    for (Map.Entry<String, byte[]> part : parts.entrySet()) {
      hashes.put(part.getKey(), sha256(part.getValue()));
      Files.write(folder.resolve(part.getKey()), part.getValue());
    }
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
    Files.write(folder.resolve(PROFILE), json(head));
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
    Path file = folder.resolve(PROFILE);
    Head head = parse(file, bytes(file), Head.class);
    if (!FORMAT.equals(head.format())) {
      throw new MalformedProfileException(
          file, "format: " + head.format() + " (expected: " + FORMAT + ")");
    }
    if (head.version() != VERSION) {
      throw new MalformedProfileException(
          file,
          "version: " + head.version() + " (expected: " + VERSION + "; use a newer DistAppGuard)");
    }
    ChainClustersState state =
        parse(folder.resolve(CHAINS), checked(folder, CHAINS, head), ChainClustersState.class);
    SafetensorsFile tensors =
        SafetensorsFile.parse(checked(folder, MODEL, head), folder.resolve(MODEL).toString());
    try {
      ChainClusters chains = new ChainClusters(state);
      return new TrafficProfile(
          head.configuration(),
          head.dayMillis(),
          requireNonNull(head.cycles(), "cycles: missing"),
          chains,
          clusters(chains, head, tensors.tensors()),
          head.rare(),
          head.novel(),
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

  private static byte[] checked(Path folder, String name, Head head) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = bytes(file);
    String expected = head.sha256().get(name);
    String found = sha256(bytes);
    if (!found.equals(expected)) {
      throw new MalformedProfileException(
          file, "sha256: " + found + " (expected: " + expected + ", as " + PROFILE + " says)");
    }
    return bytes;
  }

  private static byte[] bytes(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new MalformedProfileException(file, "missing (expected: a file of a profile)");
    }
    long size = Files.size(file);
    if (size > LARGEST_FILE) {
      throw new MalformedProfileException(
          file, size + " bytes (expected: <= " + LARGEST_FILE + ")");
    }
    return Files.readAllBytes(file);
  }

  private static <T> T parse(Path file, byte[] bytes, Class<T> type) throws IOException {
    try {
      T value = JSON.readValue(bytes, type);
      if (value == null) {
        throw new MalformedProfileException(file, "null (expected: an object)");
      }
      return value;
    } catch (JacksonException e) {
      String place = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new MalformedProfileException(file, place + e.getOriginalMessage(), e);
    }
  }

  private static byte[] json(Object value) throws IOException {
    return (JSON.writeValueAsString(value).replace("\r\n", "\n") + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
