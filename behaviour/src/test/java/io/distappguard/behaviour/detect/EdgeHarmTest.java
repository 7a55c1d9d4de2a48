package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.behaviour.autoencoder.MicroserviceAutoencoder;
import io.distappguard.behaviour.feature.Feature;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.feature.FeatureWindow;
import io.distappguard.behaviour.feature.Folding;
import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.Node;
import io.distappguard.behaviour.graph.NodeKind;
import io.distappguard.behaviour.profile.BehaviourConfiguration;
import io.distappguard.telemetry.Operation;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeHarmTest {

  private static final Node USER = new Node(NodeKind.PROCESS, "user", "user/java");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/usr/lib/x86_64-linux-gnu/libc.so",
        "/lib/ld.so",
        "/usr/share/zoneinfo/UTC",
        "/opt/service/lib/classes.jar",
        "/opt/java/lib64/server",
        "<container>/sessions"
      })
  void readingTheProgramItselfIsSlight(String path) {
    assertThat(EdgeHarm.of(file(path, Operation.READ))).isEqualTo(0.2);
    assertThat(EdgeHarm.of(file(path, Operation.OPEN))).isEqualTo(0.2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "/var/lib/kubelet/pods", "/opt/library/list", "/home/lib"})
  void readingAnythingElseIsUsual(String path) {
    assertThat(EdgeHarm.of(file(path, Operation.READ))).isEqualTo(1);
  }

  @Test
  void writingWhereProgramsLieIsNotSlight() {
    assertThat(EdgeHarm.of(file("/opt/service/lib/classes.jar", Operation.WRITE))).isEqualTo(1);
    assertThat(EdgeHarm.of(file("/usr/bin/java", Operation.OPEN_FOR_WRITE))).isEqualTo(1);
    assertThat(EdgeHarm.of(file("<container>/log", Operation.WRITE))).isEqualTo(0.2);
  }

  @Test
  void whatLeavesTheApplicationOrRunsIsGrave() {
    Node outside = new Node(NodeKind.EXTERNAL, null, "external:internet");
    assertThat(EdgeHarm.of(Edge.of(USER, outside, Operation.SEND))).isEqualTo(3);
    assertThat(EdgeHarm.of(file("/usr/lib/sh", Operation.EXECUTE))).isEqualTo(3);
  }

  @Test
  void weightsLessenButNeverRaiseErrorsOfKnownEdges() {
    Edge library = file("/opt/service/lib/classes.jar", Operation.READ);
    Edge secret = file("/etc/secret", Operation.READ);
    Edge execution = file("/usr/bin/sh", Operation.EXECUTE);
    Edge rare = file("/lib/rare.so", Operation.READ);
    FeatureLayout layout = layout(Set.of(library, secret, execution), Set.of(rare));

    float[] weights = EdgeHarm.weights(layout);

    assertThat(weights).hasSize(layout.size());
    for (int feature = 0; feature < weights.length; feature++) {
      Feature known = layout.features().get(feature);
      assertThat(weights[feature])
          .as(known.name())
          .isEqualTo(library.equals(known.edge()) ? 0.2f : 1);
    }
  }

  @Test
  void anErrorCountsWithTheHarmOfItsEdge() {
    Edge library = file("/opt/service/lib/classes.jar", Operation.READ);
    FeatureLayout layout = layout(Set.of(library, file("/etc/secret", Operation.READ)), Set.of());
    ScaleScoring scoring =
        new ScaleScoring(
            new FeatureScaling(
                filled(layout, 1),
                filled(layout, 0),
                filled(layout, 1),
                filled(layout, 0),
                filled(layout, 9),
                filled(layout, 9),
                filled(layout, 9),
                10),
            expectingNothing(layout),
            layout,
            BehaviourConfiguration.standard(1));

    float[] amounts = filled(layout, 7);
    scoring.score(
        new FeatureWindow(
            0,
            5_000,
            1,
            false,
            new boolean[layout.size()],
            amounts,
            amounts,
            new boolean[layout.size()],
            amounts,
            amounts,
            new FeatureWindow.Unseen[0]));

    float whole = (float) Math.log1p(7);
    for (int feature = 0; feature < layout.size(); feature++) {
      boolean slight = library.equals(layout.features().get(feature).edge());
      assertThat(scoring.errors()[feature]).isCloseTo(slight ? 0.2f * whole : whole, within(1e-5f));
    }
  }

  private static MicroserviceAutoencoder expectingNothing(FeatureLayout layout) {
    MicroserviceAutoencoder autoencoder =
        MicroserviceAutoencoder.untrained(layout.blockStructure(), 1);
    autoencoder.tensors().values().forEach(tensor -> Arrays.fill(tensor.values(), 0));
    return MicroserviceAutoencoder.fromTensors(layout.blockStructure(), autoencoder.tensors());
  }

  private static float[] filled(FeatureLayout layout, float value) {
    float[] filled = new float[layout.size()];
    Arrays.fill(filled, value);
    return filled;
  }

  private static FeatureLayout layout(Set<Edge> edges, Set<Edge> rareEdges) {
    return new FeatureLayout(
        new Vocabulary(edges, rareEdges, Set.of("user")), Folding.TOTAL_AND_EXCESS);
  }

  private static Edge file(String path, Operation operation) {
    return Edge.of(USER, new Node(NodeKind.FILE, "user", "user:" + path), operation);
  }
}
