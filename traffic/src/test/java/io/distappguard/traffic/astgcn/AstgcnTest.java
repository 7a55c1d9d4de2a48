package io.distappguard.traffic.astgcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.distappguard.learning.tensor.SafetensorsFile;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class AstgcnTest {

  private static final ForecastShape WHOLE = new ForecastShape(5, 3, 2, 6, 2, 1, 2);

  @Property(tries = 60)
  void plainJavaForecastsAsTheTensorLibraryDoes(
      @ForAll @IntRange(min = 1, max = 6) int nodes,
      @ForAll @IntRange(min = 1, max = 3) int features,
      @ForAll @IntRange(min = 0, max = 2) int externals,
      @ForAll @IntRange(min = 1, max = 7) int recent,
      @ForAll @IntRange(min = 0, max = 2) int days,
      @ForAll @IntRange(min = 0, max = 1) int weeks,
      @ForAll @IntRange(min = 1, max = 3) int horizon,
      @ForAll boolean attention,
      @ForAll boolean residual,
      @ForAll boolean layerNorm,
      @ForAll @IntRange(min = 1, max = 3) int terms,
      @ForAll long seed) {
    ForecastShape shape =
        new ForecastShape(nodes, features, externals, recent, days, weeks, horizon);
    AstgcnArchitecture architecture =
        new AstgcnArchitecture(2, terms, 4, 5, 3, attention, residual, layerNorm);
    RandomArrays random = new RandomArrays(seed);
    float[][] adjacency = random.adjacency(nodes);
    Map<String, Tensor> weights = random.weights(architecture, shape);
    ForecastInput input = random.input(shape);

    float[][] plain = Astgcn.of(architecture, shape, adjacency, weights).forecast(input);

    float[] library = byLibrary(architecture, shape, adjacency, weights, input);
    for (int place = 0; place < library.length; place++) {
      assertThat(plain[place / shape.width()][place % shape.width()])
          .isCloseTo(library[place], within(1e-4f * Math.max(1, Math.abs(library[place]))));
    }
  }

  @Test
  void permutedNodesGiveThePermutedForecast() {
    AstgcnArchitecture architecture = AstgcnArchitecture.standard();
    RandomArrays random = new RandomArrays(4);
    float[][] adjacency = random.adjacency(5);
    Map<String, Tensor> weights = random.weights(architecture, WHOLE);
    ForecastInput input = random.input(WHOLE);
    int[] order = {3, 0, 4, 2, 1};

    float[][] forecast = Astgcn.of(architecture, WHOLE, adjacency, weights).forecast(input);

    float[][] edges = new float[5][5];
    for (int row = 0; row < 5; row++) {
      for (int column = 0; column < 5; column++) {
        edges[row][column] = adjacency[order[row]][order[column]];
      }
    }
    ForecastInput permuted =
        new ForecastInput(
            permuted(input.recent(), order, 3),
            permuted(input.daily(), order, 3),
            permuted(input.weekly(), order, 3),
            input.external());
    float[][] other =
        Astgcn.of(architecture, WHOLE, edges, permuted(weights, order)).forecast(permuted);
    float[][] expected = permuted(forecast, order, 3);
    for (int step = 0; step < expected.length; step++) {
      assertThat(other[step]).containsExactly(expected[step], within(1e-4f));
    }
  }

  @Test
  void untrainedForecastsItsBaseAlone() {
    ForecastShape shape = new ForecastShape(2, 1, 1, 3, 0, 0, 1);
    Map<String, Tensor> weights = AstgcnWeights.initial(AstgcnArchitecture.standard(), shape, 1);
    weights.putAll(LinearBase.mean(shape).tensors());
    weights.put("base.past", new Tensor(List.of(3, 1, 2), new float[] {0, 0, 0, 0, 1, 1}));
    RandomArrays random = new RandomArrays(5);
    Astgcn astgcn = Astgcn.of(AstgcnArchitecture.standard(), shape, random.adjacency(2), weights);
    ForecastInput input = random.input(shape);

    assertThat(astgcn.forecast(input)[0]).containsExactly(input.recent()[2], within(1e-6f));
  }

  @Test
  void isTheSameAfterBeingWrittenAndRead() throws Exception {
    AstgcnArchitecture architecture = AstgcnArchitecture.standard();
    RandomArrays random = new RandomArrays(6);
    Astgcn written =
        Astgcn.of(architecture, WHOLE, random.adjacency(5), random.weights(architecture, WHOLE));
    byte[] file = SafetensorsFile.of(written.tensors(), Map.of()).toBytes();

    Astgcn read =
        Astgcn.fromTensors(architecture, WHOLE, SafetensorsFile.parse(file, "model").tensors());

    ForecastInput input = random.input(WHOLE);
    assertThat(read.forecast(input)).isDeepEqualTo(written.forecast(input));
    assertThat(read.tensors()).isEqualTo(written.tensors());
  }

  @Test
  void damagedTensorsAreRefused() {
    AstgcnArchitecture architecture = AstgcnArchitecture.standard();
    RandomArrays random = new RandomArrays(7);
    Map<String, Tensor> tensors =
        Astgcn.of(architecture, WHOLE, random.adjacency(5), random.weights(architecture, WHOLE))
            .tensors();

    assertThatThrownBy(
            () -> Astgcn.fromTensors(architecture, WHOLE, without(tensors, "recent.2.Phi")))
        .hasMessage("tensor recent.2.Phi: missing");
    assertThatThrownBy(() ->
            Astgcn.fromTensors(
                architecture, WHOLE, with(tensors, "offset", Tensor.vector(new float[1]))))
        .hasMessage("tensor offset: shape [1] (expected: [2, 15])");
    assertThatThrownBy(() ->
            Astgcn.fromTensors(
                architecture, WHOLE, with(tensors, "more", Tensor.vector(new float[1]))))
        .hasMessage("tensor more: unknown");
    float[] notFinite = new float[30];
    notFinite[3] = Float.NaN;
    assertThatThrownBy(() ->
            Astgcn.fromTensors(
                architecture, WHOLE, with(tensors, "offset", Tensor.matrix(2, 15, notFinite))))
        .hasMessage("tensor offset: NaN (expected: finite)");
  }

  @Test
  void inputOfAnotherShapeIsRefused() {
    AstgcnArchitecture architecture = AstgcnArchitecture.standard();
    RandomArrays random = new RandomArrays(8);
    Astgcn astgcn =
        Astgcn.of(architecture, WHOLE, random.adjacency(5), random.weights(architecture, WHOLE));
    ForecastInput input = random.input(WHOLE);

    assertThatThrownBy(() ->
            astgcn.forecast(
                new ForecastInput(
                    input.recent(), new float[0][], input.weekly(), input.external())))
        .hasMessage("daily: 0 rows (expected: 2)");
    assertThatThrownBy(() ->
            astgcn.forecast(
                new ForecastInput(input.recent(), input.daily(), input.weekly(), new float[2][1])))
        .hasMessage("external[0]: 1 values (expected: 2)");
  }

  private static float[] byLibrary(
      AstgcnArchitecture architecture,
      ForecastShape shape,
      float[][] adjacency,
      Map<String, Tensor> weights,
      ForecastInput input) {
    float[][] polynomials = ScaledLaplacian.chebyshev(adjacency, architecture.chebyshevTerms());
    AstgcnNetwork network = new AstgcnNetwork(architecture, shape, polynomials, weights, 1f);
    try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
      NDList parameters = new NDList();
      for (Tensor tensor : network.initialParameters()) {
        parameters.add(
            manager.create(
                tensor.values(),
                new Shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray())));
      }
      float[] row = RandomArrays.flat(input, shape);
      float[] forecast =
          network.new Forward(manager)
              .added(parameters, manager.create(row, new Shape(1, row.length)))
              .toFloatArray();
      int place = 0;
      for (float[] step : LinearBase.of(shape, weights).forecast(input)) {
        for (float value : step) {
          forecast[place++] += value;
        }
      }
      return forecast;
    }
  }

  /** Rows whose nodes stand in another order; longer rows hold several steps. */
  private static float[][] permuted(float[][] rows, int[] order, int features) {
    float[][] permuted = new float[rows.length][];
    int width = order.length * features;
    for (int row = 0; row < rows.length; row++) {
      permuted[row] = new float[rows[row].length];
      for (int place = 0; place < permuted[row].length; place++) {
        int node = order[place % width / features];
        permuted[row][place] =
            rows[row][place / width * width + node * features + place % features];
      }
    }
    return permuted;
  }

  /** The weights that belong to a node or a pair of nodes, for nodes in another order. */
  private static Map<String, Tensor> permuted(Map<String, Tensor> weights, int[] order) {
    Map<String, Tensor> permuted = new LinkedHashMap<>();
    weights.forEach((name, tensor) -> {
      String last = name.substring(name.lastIndexOf('.') + 1);
      float[] values =
          switch (last) {
            case "U1", "U2" -> permuted(new float[][] {tensor.values()}, order, 1)[0];
            case "fusion", "offset", "past", "external" ->
                permuted(new float[][] {tensor.values()}, order, 3)[0];
            case "output" ->
                name.startsWith("external")
                    ? permuted(new float[][] {tensor.values()}, order, 3)[0]
                    : tensor.values();
            case "bs", "Vs" -> pairs(tensor.values(), order);
            default -> tensor.values();
          };
      permuted.put(name, new Tensor(tensor.shape(), values));
    });
    return permuted;
  }

  private static float[] pairs(float[] values, int[] order) {
    int nodes = order.length;
    float[] permuted = new float[values.length];
    for (int row = 0; row < nodes; row++) {
      for (int column = 0; column < nodes; column++) {
        permuted[row * nodes + column] = values[order[row] * nodes + order[column]];
      }
    }
    return permuted;
  }

  private static Map<String, Tensor> without(Map<String, Tensor> tensors, String name) {
    Map<String, Tensor> rest = new LinkedHashMap<>(tensors);
    rest.remove(name);
    return rest;
  }

  private static Map<String, Tensor> with(Map<String, Tensor> tensors, String name, Tensor tensor) {
    Map<String, Tensor> more = new LinkedHashMap<>(tensors);
    more.put(name, tensor);
    return more;
  }
}
