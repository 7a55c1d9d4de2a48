package io.distappguard.traffic.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.OperationTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class DbscanTest {

  /** Vectors of {@code sklearn_dbscan.py}, which stands beside them. */
  @Test
  void labelsAreScikitLearns() throws IOException {
    JsonNode vectors;
    try (InputStream in = DbscanTest.class.getResourceAsStream("sklearn-dbscan.json")) {
      vectors = new ObjectMapper().readTree(in);
    }
    OperationTable operations = Chains.operations(vectors.get("operations").asInt());
    int fits = 0;
    for (JsonNode each : vectors.get("cases")) {
      List<Chain> chains = new ArrayList<>();
      for (JsonNode chain : each.get("chains")) {
        chains.add(
            new Chain(operations, numbers(chain.get("elements")), numbers(chain.get("parents"))));
      }
      double[] weights = Arrays.stream(numbers(each.get("weights"))).asDoubleStream().toArray();
      for (int i = 0; i < chains.size(); i++) {
        assertThat(ChainDistance.between(chains.get(0), chains.get(i)))
            .isEqualTo(each.get("distancesFromFirst").get(i).asDouble());
      }
      for (JsonNode fit : each.get("fits")) {
        ChainIndex index = new ChainIndex(chains, fit.get("radius").asDouble());
        assertThat(Dbscan.cluster(index, weights, fit.get("minimum").asDouble()).of())
            .as("radius %s, minimum %s", fit.get("radius"), fit.get("minimum"))
            .isEqualTo(numbers(fit.get("labels")));
        fits++;
      }
    }
    assertThat(fits).isEqualTo(176);
  }

  /** Against scikit-learn's way, with the full matrix: core points first, then depth first. */
  @Property(tries = 300)
  void agreesWithTheNaiveWay(@ForAll long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(60);
    boolean[][] near = new boolean[size][size];
    double density = random.nextDouble() * 0.3;
    double[] weights = new double[size];
    for (int i = 0; i < size; i++) {
      near[i][i] = true;
      weights[i] = 1 + random.nextInt(5);
      for (int j = 0; j < i; j++) {
        near[i][j] = random.nextDouble() < density;
        near[j][i] = near[i][j];
      }
    }
    double minimum = 1 + random.nextInt(15);

    Dbscan.Labels labels = Dbscan.cluster(neighbours(near), weights, minimum);

    int[] expected = naive(near, weights, minimum);
    assertThat(labels.of()).isEqualTo(expected);
    assertThat(labels.clusters()).isEqualTo(Arrays.stream(expected).max().getAsInt() + 1);
  }

  private static Neighbours neighbours(boolean[][] near) {
    return (point, into) -> {
      int count = 0;
      for (int other = near.length - 1; other >= 0; other--) {
        if (near[point][other]) {
          into[count++] = other;
        }
      }
      return count;
    };
  }

  private static int[] naive(boolean[][] near, double[] weights, double minimum) {
    int size = near.length;
    boolean[] core = new boolean[size];
    for (int i = 0; i < size; i++) {
      double weight = 0;
      for (int j = 0; j < size; j++) {
        weight += near[i][j] ? weights[j] : 0;
      }
      core[i] = weight >= minimum;
    }
    int[] labels = new int[size];
    Arrays.fill(labels, -1);
    int clusters = 0;
    for (int i = 0; i < size; i++) {
      if (labels[i] == -1 && core[i]) {
        visit(i, clusters++, near, core, labels);
      }
    }
    return labels;
  }

  private static void visit(
      int point, int cluster, boolean[][] near, boolean[] core, int[] labels) {
    labels[point] = cluster;
    for (int other = 0; core[point] && other < labels.length; other++) {
      if (near[point][other] && labels[other] == -1) {
        visit(other, cluster, near, core, labels);
      }
    }
  }

  private static int[] numbers(JsonNode array) {
    int[] numbers = new int[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asInt();
    }
    return numbers;
  }
}
