package io.distappguard.traffic.astgcn;

import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Names and shapes of the weights of an ASTGCN, and weights to start training from. Capitals are
 * those of the paper; N nodes, T steps and C channels of a block's input, K Chebyshev terms.
 *
 * <pre>
 * recent.1.time.U1 [1, N]  U2 [C, N]  U3 [C, 1]  be, Ve [T, T]     temporal attention
 * recent.1.space.W1 [1, T] W2 [C, T]  W3 [C, 1]  bs, Vs [N, N]     spatial attention
 * recent.1.Theta [K C, G]                                          graph convolution
 * recent.1.Phi [3 G, F]  bias [F]                                  temporal convolution
 * recent.1.residual [C, F]  gain, shift [F]                        residual, layer norm
 * recent.output [T F, H features]  outputBias [H features]         H steps forecast
 * recent.fusion [H, N features]                                    likewise daily, weekly
 * external.hidden [externals, U]  hiddenBias [U]  output [U, N features]
 * offset [H, N features]
 * base.past [T + days + weeks, H, N features]  external [externals, H, N features]
 * base.offset [H, N features]                                      in closed form
 * </pre>
 */
final class AstgcnWeights {

  static final String OFFSET = "offset";
  static final String EXTERNAL_HIDDEN = "external.hidden";
  static final String EXTERNAL_BIAS = "external.hiddenBias";
  static final String EXTERNAL_OUTPUT = "external.output";

  /** Steps that a temporal convolution joins: the one before, the step itself, the one after. */
  static final int KERNEL = 3;

  // With these E' starts near the identity (e^5 to 1 at 24 steps), so that attention starts as
  // none and learns what to add; from random weights it would start by averaging all steps.
  private static final float TIME_SHARPNESS = 8f;
  private static final float TIME_BIAS = 2f;

  private AstgcnWeights() {}

  /** A component: which past steps it looks at. */
  record Component(String name, int steps) {}

  /** The components of a shape; at least the recent one. */
  static List<Component> components(ForecastShape shape) {
    List<Component> components = new ArrayList<>();
    components.add(new Component("recent", shape.recentSteps()));
    if (shape.dailyCycles() > 0) {
      components.add(new Component("daily", shape.dailyCycles() * shape.horizon()));
    }
    if (shape.weeklyCycles() > 0) {
      components.add(new Component("weekly", shape.weeklyCycles() * shape.horizon()));
    }
    return components;
  }

  static String block(Component component, int block) {
    return component.name() + "." + (block + 1) + ".";
  }

  /** Whether nodes hear of each other at all; a single one has temporal convolution only. */
  static boolean hasGraph(ForecastShape shape) {
    return shape.nodes() > 1;
  }

  /** Shapes of all that is learned, by name. */
  static Map<String, List<Integer>> shapes(AstgcnArchitecture architecture, ForecastShape shape) {
    Map<String, List<Integer>> shapes = trainedShapes(architecture, shape);
    shapes.putAll(LinearBase.shapes(shape));
    return shapes;
  }

  /** Shapes of what is trained, by name, in the order of training. */
  private static Map<String, List<Integer>> trainedShapes(
      AstgcnArchitecture architecture, ForecastShape shape) {
    Map<String, List<Integer>> shapes = new LinkedHashMap<>();
    int nodes = shape.nodes();
    int filters = architecture.timeFilters();
    for (Component component : components(shape)) {
      int channels = shape.features();
      for (int block = 0; block < architecture.blocks(); block++) {
        putBlock(shapes, block(component, block), architecture, nodes, component.steps(), channels);
        channels = filters;
      }
      int outputs = shape.horizon() * shape.features();
      shapes.put(component.name() + ".output", List.of(component.steps() * filters, outputs));
      shapes.put(component.name() + ".outputBias", List.of(outputs));
      shapes.put(component.name() + ".fusion", List.of(shape.horizon(), shape.width()));
    }
    if (shape.externals() > 0) {
      int units = architecture.externalUnits();
      shapes.put(EXTERNAL_HIDDEN, List.of(shape.externals(), units));
      shapes.put(EXTERNAL_BIAS, List.of(units));
      shapes.put(EXTERNAL_OUTPUT, List.of(units, shape.width()));
    }
    shapes.put(OFFSET, List.of(shape.horizon(), shape.width()));
    return shapes;
  }

  /** Weights to start training from: they add nothing, and their attention is none. */
  static Map<String, Tensor> initial(
      AstgcnArchitecture architecture, ForecastShape shape, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Tensor> weights = new LinkedHashMap<>();
    trainedShapes(architecture, shape)
        .forEach((name, lengths) -> weights.put(name, initial(name, lengths, random)));
    return weights;
  }

  private static void putBlock(
      Map<String, List<Integer>> shapes,
      String block,
      AstgcnArchitecture architecture,
      int nodes,
      int steps,
      int channels) {
    int filters = architecture.timeFilters();
    int convolved = channels;
    if (nodes > 1) {
      if (architecture.attention()) {
        shapes.put(block + "time.U1", List.of(1, nodes));
        shapes.put(block + "time.U2", List.of(channels, nodes));
        shapes.put(block + "time.U3", List.of(channels, 1));
        shapes.put(block + "time.be", List.of(steps, steps));
        shapes.put(block + "time.Ve", List.of(steps, steps));
        shapes.put(block + "space.W1", List.of(1, steps));
        shapes.put(block + "space.W2", List.of(channels, steps));
        shapes.put(block + "space.W3", List.of(channels, 1));
        shapes.put(block + "space.bs", List.of(nodes, nodes));
        shapes.put(block + "space.Vs", List.of(nodes, nodes));
      }
      convolved = architecture.graphFilters();
      shapes.put(block + "Theta", List.of(architecture.chebyshevTerms() * channels, convolved));
    }
    shapes.put(block + "Phi", List.of(KERNEL * convolved, filters));
    shapes.put(block + "bias", List.of(filters));
    if (architecture.residual()) {
      shapes.put(block + "residual", List.of(channels, filters));
    }
    if (architecture.layerNorm()) {
      shapes.put(block + "gain", List.of(filters));
      shapes.put(block + "shift", List.of(filters));
    }
  }

  private static Tensor initial(String name, List<Integer> lengths, SplittableRandom random) {
    int size = lengths.stream().reduce(1, Math::multiplyExact);
    float[] values = new float[size];
    switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "bias", "shift", "bs", "Vs", "hiddenBias", "outputBias", OFFSET -> {}
      case "output" -> {} // zero, and its gradient is not: the forecast starts as the base
      case "gain", "fusion" -> Arrays.fill(values, 1f);
      case "Ve" -> diagonal(values, lengths.get(0), 0f, TIME_SHARPNESS);
      case "be" -> diagonal(values, lengths.get(0), -TIME_BIAS, TIME_BIAS);
      default -> {
        return Tensor.glorot(lengths.get(0), lengths.get(1), random);
      }
    }
    return new Tensor(lengths, values);
  }

  private static void diagonal(float[] values, int length, float elsewhere, float there) {
    Arrays.fill(values, elsewhere);
    for (int index = 0; index < length; index++) {
      values[index * length + index] = there;
    }
  }
}
