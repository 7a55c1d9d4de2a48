package io.distappguard.behaviour.feature;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.graph.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which feature stands where in the vector: for each place its quantities and statistics. */
public final class FeatureLayout {

  private final Vocabulary vocabulary;
  private final Folding folding;
  private final List<Feature> features;
  private final int[] firstFeature;

  public FeatureLayout(Vocabulary vocabulary, Folding folding) {
    this.vocabulary = vocabulary;
    this.folding = folding;
    List<Feature> all = new ArrayList<>();
    firstFeature = new int[vocabulary.size() + 1];
    for (int place = 0; place < vocabulary.size(); place++) {
      firstFeature[place] = all.size();
      boolean isEdge = place < vocabulary.edges().size();
      @Nullable Edge edge = isEdge ? vocabulary.edges().get(place) : null;
      List<Quantity> quantities =
          edge != null && !edge.countsBytes()
              ? List.of(Quantity.CALLS)
              : List.of(Quantity.CALLS, Quantity.BYTES);
      for (Quantity quantity : quantities) {
        for (Statistic statistic : folding.statistics()) {
          all.add(
              new Feature(
                  place,
                  edge,
                  vocabulary.nameOf(place),
                  vocabulary.actorRoleOf(place),
                  vocabulary.rolesOf(place),
                  quantity,
                  statistic));
        }
      }
    }
    firstFeature[vocabulary.size()] = all.size();
    features = List.copyOf(all);
  }

  public Vocabulary vocabulary() {
    return vocabulary;
  }

  public Folding folding() {
    return folding;
  }

  public List<Feature> features() {
    return features;
  }

  public int size() {
    return features.size();
  }

  /** Index of the first feature of a place; its features end where those of the next begin. */
  public int firstFeature(int place) {
    return firstFeature[place];
  }

  /** The shape of the autoencoder: blocks by role, neighbours by the edges between roles. */
  public BlockStructure blockStructure() {
    List<String> roles = vocabulary.roles();
    int[][] blocks = new int[roles.size()][];
    int[][] neighbours = new int[roles.size()][];
    for (int role = 0; role < roles.size(); role++) {
      String name = roles.get(role);
      blocks[role] =
          IntStream.range(0, features.size())
              .filter(feature -> features.get(feature).roles().contains(name))
              .toArray();
      TreeSet<Integer> joined = new TreeSet<>(List.of(role));
      for (int feature : blocks[role]) {
        for (String other : features.get(feature).roles()) {
          joined.add(roles.indexOf(other));
        }
      }
      neighbours[role] = joined.stream().mapToInt(Integer::intValue).toArray();
    }
    return new BlockStructure(features.size(), roles, blocks, neighbours);
  }
}
