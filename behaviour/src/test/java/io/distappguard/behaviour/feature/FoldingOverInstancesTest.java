package io.distappguard.behaviour.feature;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.EdgeFolding;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.behaviour.role.RoleIdentity;
import io.distappguard.behaviour.window.PhaseRules;
import io.distappguard.behaviour.window.Window;
import io.distappguard.behaviour.window.WindowStream;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity.FileEntity;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class FoldingOverInstancesTest {

  private static final PhaseRules NO_START_UP = new PhaseRules(0, 0, 0, 0, 0);

  @Property(tries = 50)
  void totalDoesNotDependOnHowLoadIsSpread(
      @ForAll @IntRange(min = 1, max = 10) int replicas, @ForAll long seed) {
    int[] one = {1000};
    FeatureWindow alone = extract(Folding.TOTAL, one);
    FeatureWindow spread = extract(Folding.TOTAL, split(1000, replicas, new Random(seed)));
    assertThat(spread.lower()).isEqualTo(alone.lower());
    assertThat(spread.upper()).isEqualTo(alone.upper());
  }

  @Property(tries = 50)
  void meanDoesNotDependOnTheNumberOfEqualReplicas(
      @ForAll @IntRange(min = 1, max = 10) int replicas) {
    int[] equal = new int[replicas];
    Arrays.fill(equal, 70);
    int[] one = {70};
    assertThat(extract(Folding.MEAN_AND_MAXIMUM, equal).lower())
        .isEqualTo(extract(Folding.MEAN_AND_MAXIMUM, one).lower());
  }

  @Property(tries = 50)
  void oneBadReplicaShowsInWhatASingleOneDid(@ForAll @IntRange(min = 2, max = 10) int replicas) {
    int[] amounts = new int[replicas];
    Arrays.fill(amounts, 10);
    amounts[replicas - 1] = 5_000;
    FeatureWindow window = extract(Folding.TOTAL_AND_EXCESS, amounts);
    assertThat(window.single()[1]).isEqualTo(5_000);
    assertThat(window.mean()[1]).isLessThan(5_000);
  }

  private static int[] split(int total, int parts, Random random) {
    int[] amounts = new int[parts];
    for (int unit = 0; unit < total; unit++) {
      amounts[random.nextInt(parts)]++;
    }
    return amounts;
  }

  /** One exchange of each amount by a container of its own; both features of the one edge. */
  private static FeatureWindow extract(Folding folding, int[] amounts) {
    EdgeDictionary dictionary = new EdgeDictionary();
    List<Window> windows = new ArrayList<>();
    WindowStream stream = new WindowStream(5_000, 1_000, NO_START_UP, windows::add);
    EdgeFolding edges =
        new EdgeFolding(dictionary, RoleIdentity.declared(), List.of(), PathGroups.NONE, stream);
    for (int id = 0; id < amounts.length; id++) {
      edges.container(new Container(id, "text-" + id, "host-a", "text", null, null, 0, List.of()));
      edges.process(new ProcessImage(id, id, 10 + id, -1, "/bin/text", "", 0));
      edges.entity(new FileEntity(id, id, "/data"));
    }
    for (int second = 0; second < 10; second++) {
      for (int id = 0; id < amounts.length; id++) {
        boolean now = second == 7 && amounts[id] > 0;
        edges.exchange(
            1_000L * second,
            id,
            id,
            Operation.WRITE,
            now ? amounts[id] : 1,
            now ? amounts[id] : 0,
            0);
      }
      edges.endInterval(1_000L * second);
    }
    Edge edge = dictionary.edge(0);
    FeatureLayout layout =
        new FeatureLayout(new Vocabulary(Set.of(edge), Set.of(), Set.of("text")), folding);
    FeatureWindow all =
        new FeatureExtraction(layout, dictionary, PathGroups.NONE, Map.of("text", amounts.length))
            .extract(windows.get(1));
    return bytesOnly(all, layout);
  }

  /** The calls of the housekeeping seconds differ by replica; only the bytes are compared. */
  private static FeatureWindow bytesOnly(FeatureWindow window, FeatureLayout layout) {
    for (int feature = 0; feature < layout.size(); feature++) {
      if (layout.features().get(feature).quantity() == Quantity.CALLS) {
        window.lower()[feature] = 0;
        window.upper()[feature] = 0;
      }
    }
    return window;
  }
}
