package io.distappguard.traffic.astgcn;

import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.Forecaster;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained attention based spatial-temporal graph convolutional network (Guo, Lin, Feng, Song and
 * Wan, AAAI 2019), scored in plain Java.
 *
 * <p>The forecast is linear in past values and external features (the base) plus what the network
 * adds: the components (recent, daily, weekly), each a stack of blocks over the steps it looks at
 * and fused by learned weights a step, node and feature, and the external branch. Immutable,
 * thread-safe; sums run in a fixed order, so the result is the same on every machine.
 */
public final class Astgcn implements Forecaster {

  private static final String ADJACENCY = "adjacency";

  private final AstgcnArchitecture architecture;
  private final ForecastShape shape;
  private final float[][] adjacency;
  private final Map<String, Tensor> weights;
  private final LinearBase base;
  private final float[] offset;
  private final List<Component> components = new ArrayList<>();

  private Astgcn(
      AstgcnArchitecture architecture,
      ForecastShape shape,
      float[][] adjacency,
      Map<String, Tensor> weights) {
    this.architecture = architecture;
    this.shape = shape;
    this.adjacency = adjacency;
    this.weights = weights;
    float[][] polynomials = ScaledLaplacian.chebyshev(adjacency, architecture.chebyshevTerms());
    base = LinearBase.of(shape, weights);
    offset = values(AstgcnWeights.OFFSET);
    for (AstgcnWeights.Component component : AstgcnWeights.components(shape)) {
      SpatialTemporalBlock[] blocks = new SpatialTemporalBlock[architecture.blocks()];
      int channels = shape.features();
      for (int block = 0; block < blocks.length; block++) {
        blocks[block] =
            new SpatialTemporalBlock(
                architecture,
                polynomials,
                shape.nodes(),
                component.steps(),
                channels,
                name -> weights.get(name),
                AstgcnWeights.block(component, block));
        channels = architecture.timeFilters();
      }
      components.add(
          new Component(
              blocks,
              values(component.name() + ".output"),
              values(component.name() + ".outputBias"),
              values(component.name() + ".fusion")));
    }
  }

  /** A component with its weights. */
  @SuppressWarnings("ArrayRecordComponent") // private, and never written
  private record Component(
      SpatialTemporalBlock[] blocks, float[] output, float[] outputBias, float[] fusion) {}

  static Astgcn of(
      AstgcnArchitecture architecture,
      ForecastShape shape,
      float[][] adjacency,
      Map<String, Tensor> weights) {
    float[][] edges = new float[adjacency.length][];
    for (int node = 0; node < edges.length; node++) {
      edges[node] = adjacency[node].clone();
    }
    return new Astgcn(architecture, shape, edges, Map.copyOf(weights));
  }

  /** A network before training, to count its weights or its time: it forecasts the recent mean. */
  public static Astgcn untrained(
      AstgcnArchitecture architecture, ForecastShape shape, float[][] adjacency, long seed) {
    Map<String, Tensor> weights = AstgcnWeights.initial(architecture, shape, seed);
    weights.putAll(LinearBase.mean(shape).tensors());
    return of(architecture, shape, adjacency, weights);
  }

  /**
   * The network of those weights.
   *
   * @param tensors as {@link #tensors()} gives them
   * @throws IllegalArgumentException if one is missing, unknown, of another shape or not finite
   */
  public static Astgcn fromTensors(
      AstgcnArchitecture architecture, ForecastShape shape, Map<String, Tensor> tensors) {
    Map<String, List<Integer>> shapes = AstgcnWeights.shapes(architecture, shape);
    shapes.put(ADJACENCY, List.of(shape.nodes(), shape.nodes()));
    for (String name : tensors.keySet()) {
      if (!shapes.containsKey(name)) {
        throw new IllegalArgumentException("tensor " + name + ": unknown");
      }
    }
    Map<String, Tensor> weights = new LinkedHashMap<>();
    shapes.forEach((name, lengths) -> weights.put(name, required(tensors, name, lengths)));
    float[] edges = required(tensors, ADJACENCY, shapes.get(ADJACENCY)).values();
    weights.remove(ADJACENCY);
    float[][] adjacency = new float[shape.nodes()][];
    for (int node = 0; node < adjacency.length; node++) {
      adjacency[node] = Arrays.copyOfRange(edges, node * shape.nodes(), (node + 1) * shape.nodes());
    }
    return new Astgcn(architecture, shape, adjacency, weights);
  }

  /** All that was learned, and the graph, by name: what a profile keeps. */
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : AstgcnWeights.shapes(architecture, shape).keySet()) {
      tensors.put(name, required(weights, name, null));
    }
    float[] edges = new float[shape.nodes() * shape.nodes()];
    for (int node = 0; node < shape.nodes(); node++) {
      System.arraycopy(adjacency[node], 0, edges, node * shape.nodes(), shape.nodes());
    }
    tensors.put(ADJACENCY, Tensor.matrix(shape.nodes(), shape.nodes(), edges));
    return tensors;
  }

  /** The learned weights by name, without the graph. */
  Map<String, Tensor> weights() {
    return weights;
  }

  public AstgcnArchitecture architecture() {
    return architecture;
  }

  @Override
  public ForecastShape shape() {
    return shape;
  }

  /** Numbers that were learned. */
  public int parameterCount() {
    int count = 0;
    for (Tensor tensor : weights.values()) {
      count += tensor.values().length;
    }
    return count;
  }

  @Override
  public float[][] forecast(ForecastInput input) {
    requireShape(input);
    float[][] forecast = base.forecast(input);
    addOffset(forecast);
    int index = 0;
    addComponent(components.get(index++), input.recent(), forecast);
    if (shape.dailyCycles() > 0) {
      addComponent(components.get(index++), steps(input.daily()), forecast);
    }
    if (shape.weeklyCycles() > 0) {
      addComponent(components.get(index), steps(input.weekly()), forecast);
    }
    if (shape.externals() > 0) {
      addExternal(input.external(), forecast);
    }
    return forecast;
  }

  /** What the base alone forecasts. */
  float[][] base(ForecastInput input) {
    return base.forecast(input);
  }

  private void addOffset(float[][] forecast) {
    for (int step = 0; step < forecast.length; step++) {
      for (int place = 0; place < shape.width(); place++) {
        forecast[step][place] += offset[step * shape.width() + place];
      }
    }
  }

  private void addComponent(Component component, float[][] steps, float[][] forecast) {
    float[] signal = SpatialTemporalBlock.signal(steps, shape.nodes(), shape.features());
    for (SpatialTemporalBlock block : component.blocks) {
      signal = block.apply(signal);
    }
    int columns = steps.length * architecture.timeFilters();
    int outputs = component.outputBias.length;
    float[] output = new float[outputs];
    for (int node = 0; node < shape.nodes(); node++) {
      System.arraycopy(component.outputBias, 0, output, 0, outputs);
      SpatialTemporalBlock.addProduct(
          signal, node * columns, columns, component.output, 0, output, 0, outputs);
      for (int step = 0; step < shape.horizon(); step++) {
        for (int feature = 0; feature < shape.features(); feature++) {
          int place = node * shape.features() + feature;
          forecast[step][place] +=
              component.fusion[step * shape.width() + place]
                  * output[step * shape.features() + feature];
        }
      }
    }
  }

  private void addExternal(float[][] external, float[][] forecast) {
    float[] first = values(AstgcnWeights.EXTERNAL_HIDDEN);
    float[] bias = values(AstgcnWeights.EXTERNAL_BIAS);
    float[] second = values(AstgcnWeights.EXTERNAL_OUTPUT);
    for (int step = 0; step < shape.horizon(); step++) {
      float[] hidden = bias.clone();
      SpatialTemporalBlock.addProduct(
          external[step], 0, shape.externals(), first, 0, hidden, 0, hidden.length);
      SpatialTemporalBlock.relu(hidden);
      SpatialTemporalBlock.addProduct(
          hidden, 0, hidden.length, second, 0, forecast[step], 0, shape.width());
    }
  }

  /** Cycles {@code [cycles][horizon * width]} as steps {@code [cycles * horizon][width]}. */
  private float[][] steps(float[][] cycles) {
    int width = shape.width();
    float[][] steps = new float[cycles.length * shape.horizon()][];
    for (int step = 0; step < steps.length; step++) {
      int from = step % shape.horizon() * width;
      steps[step] = Arrays.copyOfRange(cycles[step / shape.horizon()], from, from + width);
    }
    return steps;
  }

  private void requireShape(ForecastInput input) {
    requireRows("recent", input.recent(), shape.recentSteps(), shape.width());
    requireRows("daily", input.daily(), shape.dailyCycles(), shape.targets());
    requireRows("weekly", input.weekly(), shape.weeklyCycles(), shape.targets());
    requireRows("external", input.external(), shape.horizon(), shape.externals());
  }

  private static void requireRows(String name, float[][] rows, int count, int length) {
    if (rows.length != count) {
      throw new IllegalArgumentException(
          name + ": " + rows.length + " rows (expected: " + count + ")");
    }
    for (int row = 0; row < count; row++) {
      if (rows[row].length != length) {
        throw new IllegalArgumentException(
            "%s[%d]: %d values (expected: %d)".formatted(name, row, rows[row].length, length));
      }
    }
  }

  private float[] values(String name) {
    return required(weights, name, null).values();
  }

  private static Tensor required(
      Map<String, Tensor> tensors, String name, @Nullable List<Integer> lengths) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor " + name + ": missing");
    }
    if (lengths != null) {
      if (!tensor.shape().equals(lengths)) {
        throw new IllegalArgumentException(
            "tensor " + name + ": shape " + tensor.shape() + " (expected: " + lengths + ")");
      }
      for (float value : tensor.values()) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException(
              "tensor " + name + ": " + value + " (expected: finite)");
        }
      }
    }
    return tensor;
  }
}
