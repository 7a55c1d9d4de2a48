package io.distappguard.traffic.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.traffic.chain.Chain;
import io.distappguard.traffic.chain.ChainCounts;
import io.distappguard.traffic.chain.Entries;
import io.distappguard.traffic.chain.Operation;
import io.distappguard.traffic.chain.OperationTable;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChainClusteringTest {

  private final OperationTable operations = new OperationTable();
  private final ChainCounts counts = new ChainCounts();
  private final Chain home = chain("home", "user", "timeline", "store", "text", "media");
  private final Chain homeWithoutMedia = chain("home", "user", "timeline", "store", "text");
  private final Chain login = chain("login", "user");
  private final Chain odd = chain("backup", "disk");

  ChainClusteringTest() {
    counts.add(home, 700);
    counts.add(odd, 2);
    counts.add(login, 280);
    counts.add(homeWithoutMedia, 18);
  }

  private ChainClusters learn() {
    return ChainClustering.learn(operations, Entries.NONE, counts, ClusteringSettings.STANDARD);
  }

  @Test
  void withoutClusteringEveryChainIsOfTheOneCluster() {
    ChainClusters one = learn().asOne();

    assertThat(one.clusters()).hasSize(1);
    assertThat(one.clusters().getFirst().weight()).isEqualTo(1_000);
    assertThat(one.rareWeight()).isZero();
    assertThat(one.assignment().assign(odd)).isZero();
    assertThat(one.assignment().assign(chain("unheard", "of"))).isEqualTo(ChainClusters.NOVEL);
  }

  @Test
  void chainsOfOnePatternAreAClusterTheHeaviestFirst() {
    ChainClusters clusters = learn();

    assertThat(clusters.clusters())
        .extracting(ChainCluster::name)
        .containsExactly("home run › user run › timeline run › … 3 more", "login run › user run");
    assertThat(clusters.clusters()).extracting(ChainCluster::weight).containsExactly(718L, 280L);
    assertThat(clusters.rareWeight()).isEqualTo(2);
    assertThat(clusters.remarks()).isEmpty();
  }

  @Test
  void aChainIsAssignedWhereItBelongs() {
    ChainAssignment assignment = learn().assignment();

    assertThat(assignment.assign(homeWithoutMedia)).isZero();
    assertThat(assignment.assign(login)).isEqualTo(1);
    assertThat(assignment.assign(odd)).isEqualTo(ChainClusters.RARE);
    Chain nearHome = chain("home", "user", "timeline", "store", "text", "media", "ads");
    assertThat(assignment.assign(nearHome)).isZero();
    assertThat(assignment.assign(nearHome)).isZero();
    assertThat(assignment.assign(chain("shell"))).isEqualTo(ChainClusters.NOVEL);
  }

  @Test
  void operationsThatWereNeverSeenCanBeAssigned() {
    ChainClusters clusters = learn();
    ChainAssignment assignment = clusters.assignment();
    int stranger = assignment.operations().number("stranger", "run");
    Chain chain =
        new Chain(
            assignment.operations(), new int[] {Chain.element(stranger, false)}, new int[] {-1});

    assertThat(assignment.assign(chain)).isEqualTo(ChainClusters.NOVEL);
    assertThat(clusters.operations()).doesNotContain(new Operation("stranger", "run"));
  }

  @Test
  void theGraphHoldsTheMeanCallsOfAChain() {
    ClusterGraph graph = learn().clusters().get(0).graph();

    int caller = graph.node(operations.number("home", "run"));
    int media = graph.node(operations.number("media", "run"));
    assertThat(graph.nodes()).hasSize(6);
    assertThat(graph.adjacency()[caller][media]).isEqualTo(700f / 718);
    assertThat(graph.adjacency()[media][caller]).isZero();
    assertThat(graph.node(operations.number("login", "run"))).isNegative();
  }

  @Test
  void aProfileStoresAndLoadsThem() throws IOException {
    ChainClusters clusters = learn();
    ObjectMapper json = new ObjectMapper();

    ChainClusters loaded =
        new ChainClusters(
            json.readValue(json.writeValueAsString(clusters.state()), ChainClustersState.class));

    assertThat(loaded.state()).isEqualTo(clusters.state());
    assertThat(loaded.clusters())
        .extracting(ChainCluster::name)
        .isEqualTo(clusters.clusters().stream().map(ChainCluster::name).toList());
    assertThat(loaded.assignment().assign(odd)).isEqualTo(ChainClusters.RARE);
  }

  @Test
  void smallClustersJoinTheLargestThatBeginsAlikeOrTheRare() {
    counts.add(chain("login", "lock", "mail"), 6);
    counts.add(chain("report", "store"), 6);

    ChainClusters clusters = learn();

    assertThat(clusters.clusters()).extracting(ChainCluster::weight).containsExactly(718L, 286L);
    assertThat(clusters.rareWeight()).isEqualTo(8);
    assertThat(clusters.remarks()).singleElement().asString().contains("1 to the rare");
  }

  @Test
  void nothingMakesNoClusters() {
    ChainClusters clusters =
        ChainClustering.learn(
            operations, Entries.NONE, new ChainCounts(), ClusteringSettings.STANDARD);

    assertThat(clusters.clusters()).isEmpty();
    assertThat(clusters.assignment().assign(home)).isEqualTo(ChainClusters.NOVEL);
  }

  @Test
  void aStateThatContradictsItselfIsRefused() {
    ChainClustersState state = learn().state();
    LearnedChain first = state.chains().get(0);

    assertThatThrownBy(() -> new ChainClusters(with(state, 2, first)))
        .hasMessageContaining("version: 2");
    assertThatThrownBy(() ->
            new ChainClusters(
                with(state, 1, new LearnedChain(List.of(2_000), List.of(-1), 1, 0, true))))
        .hasMessageContaining("chains[0]: elements[0]: operation 1000");
    assertThatThrownBy(() ->
            new ChainClusters(
                with(state, 1, new LearnedChain(first.elements(), first.parents(), 1, 3, true))))
        .hasMessageContaining("none of cluster 0");
  }

  private static ChainClustersState with(
      ChainClustersState state, int version, LearnedChain chain) {
    return new ChainClustersState(
        version,
        state.epsilon(),
        state.minimumWeight(),
        state.operations(),
        state.entries(),
        List.of(chain),
        0,
        List.of());
  }

  /** The first service calls all others. */
  private Chain chain(String... services) {
    int[] elements = new int[services.length];
    int[] parents = new int[services.length];
    for (int i = 0; i < services.length; i++) {
      elements[i] = Chain.element(operations.number(services[i], "run"), false);
      parents[i] = i == 0 ? -1 : 0;
    }
    return new Chain(operations, elements, parents);
  }
}
