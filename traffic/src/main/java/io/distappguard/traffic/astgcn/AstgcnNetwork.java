package io.distappguard.traffic.astgcn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.learning.training.Network;
import io.distappguard.learning.training.OwnMemory;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The same forward pass as {@link Astgcn}, in differentiable operations on batches. */
final class AstgcnNetwork implements Network {

  private static final long VALIDATION_NUMBERS = 4_000_000; // of one layer's output, in floats

  private final AstgcnArchitecture architecture;
  private final ForecastShape shape;
  private final float[][] polynomials;
  private final Map<String, Tensor> initial;
  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final float huberDelta;

  /**
   * @param polynomials {@code [terms][nodes * nodes]}
   * @param huberDelta size of error from which the loss is linear
   */
  AstgcnNetwork(
      AstgcnArchitecture architecture,
      ForecastShape shape,
      float[][] polynomials,
      Map<String, Tensor> initial,
      float huberDelta) {
    this.architecture = architecture;
    this.shape = shape;
    this.polynomials = polynomials;
    this.initial = initial;
    this.huberDelta = huberDelta;
    for (String name : initial.keySet()) {
      places.put(name, places.size());
    }
  }

  @Override
  public List<Tensor> initialParameters() {
    return new ArrayList<>(initial.values());
  }

  /** The weights by name, from the order of {@link #initialParameters()}. */
  Map<String, Tensor> named(List<Tensor> parameters) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    places.forEach((name, place) -> named.put(name, parameters.get(place)));
    return named;
  }

  @Override
  public Loss prepare(NDManager manager) {
    Forward forward = new Forward(manager);
    return (parameters, input, target) ->
        Layers.huber(forward.added(parameters, input).sub(target), huberDelta);
  }

  @Override
  public int validationBatch() {
    long layer = (long) shape.recentSteps() * shape.nodes() * architecture.timeFilters();
    long attention = (long) shape.nodes() * shape.nodes();
    return Math.clamp(VALIDATION_NUMBERS / Math.max(layer, attention), 1, 256);
  }

  /** The pass over batches. */
  final class Forward {

    private final NDList chebyshev = new NDList();

    Forward(NDManager manager) {
      for (float[] polynomial : polynomials) {
        chebyshev.add(OwnMemory.copy(manager, polynomial, new Shape(shape.nodes(), shape.nodes())));
      }
    }

    /**
     * Inputs {@code [batch, inputs]} to what is added to the base, {@code [batch, horizon * nodes *
     * features]}.
     */
    NDArray added(NDList parameters, NDArray input) {
      Weights weights = new Weights(parameters);
      List<NDArray> parts = parts(input);
      NDArray added = weights.of(AstgcnWeights.OFFSET);
      List<AstgcnWeights.Component> components = AstgcnWeights.components(shape);
      for (int index = 0; index < components.size(); index++) {
        added = component(weights, components.get(index), parts.get(index)).add(added);
      }
      if (shape.externals() > 0) {
        added = added.add(external(weights, parts.get(components.size())));
      }
      return added.reshape(input.getShape().get(0), shape.targets());
    }

    /** Columns of the input: each component's, then the external features'. */
    private List<NDArray> parts(NDArray input) {
      List<AstgcnWeights.Component> components = AstgcnWeights.components(shape);
      int count = components.size() + (shape.externals() > 0 ? 1 : 0);
      if (count == 1) {
        return List.of(input);
      }
      long[] bounds = new long[count - 1];
      long end = 0;
      for (int index = 0; index < bounds.length; index++) {
        end += (long) components.get(index).steps() * shape.width();
        bounds[index] = end;
      }
      return input.split(bounds, 1);
    }

    private NDArray component(Weights weights, AstgcnWeights.Component component, NDArray columns) {
      long batch = columns.getShape().get(0);
      int steps = component.steps();
      NDArray signal =
          columns.reshape(batch, steps, shape.nodes(), shape.features()).transpose(0, 2, 1, 3);
      for (int block = 0; block < architecture.blocks(); block++) {
        signal = block(weights, AstgcnWeights.block(component, block), signal);
      }
      String name = component.name();
      return signal
          .reshape(batch, shape.nodes(), (long) steps * architecture.timeFilters())
          .matMul(weights.of(name + ".output"))
          .add(weights.of(name + ".outputBias"))
          .reshape(batch, shape.nodes(), shape.horizon(), shape.features())
          .transpose(0, 2, 1, 3)
          .reshape(batch, shape.horizon(), shape.width())
          .mul(weights.of(name + ".fusion"));
    }

    private NDArray block(Weights weights, String block, NDArray x) {
      NDArray convolved = AstgcnWeights.hasGraph(shape) ? graphConvolution(weights, block, x) : x;
      NDArray sum =
          Layers.temporalConvolution(convolved, weights.of(block + "Phi"))
              .add(weights.of(block + "bias"));
      if (architecture.residual()) {
        sum = sum.add(x.matMul(weights.of(block + "residual")));
      }
      NDArray output = Layers.relu(sum);
      return architecture.layerNorm()
          ? Layers.layerNorm(output, weights.of(block + "gain"), weights.of(block + "shift"))
          : output;
    }

    private NDArray graphConvolution(Weights weights, String block, NDArray x) {
      NDArray theta = weights.of(block + "Theta");
      if (!architecture.attention()) {
        return Layers.chebyshev(x, chebyshev, theta);
      }
      NDArray overTime =
          Layers.temporalAttention(
              x,
              weights.of(block + "time.U1"),
              weights.of(block + "time.U2"),
              weights.of(block + "time.U3"),
              weights.of(block + "time.be"),
              weights.of(block + "time.Ve"));
      NDArray attended = Layers.attendOverTime(x, overTime);
      NDArray overSpace =
          Layers.spatialAttention(
              attended,
              weights.of(block + "space.W1"),
              weights.of(block + "space.W2"),
              weights.of(block + "space.W3"),
              weights.of(block + "space.bs"),
              weights.of(block + "space.Vs"));
      return Layers.attendedChebyshev(attended, overSpace, chebyshev, theta);
    }

    private NDArray external(Weights weights, NDArray columns) {
      long batch = columns.getShape().get(0);
      return Layers.relu(
              columns
                  .reshape(batch, shape.horizon(), shape.externals())
                  .matMul(weights.of(AstgcnWeights.EXTERNAL_HIDDEN))
                  .add(weights.of(AstgcnWeights.EXTERNAL_BIAS)))
          .matMul(weights.of(AstgcnWeights.EXTERNAL_OUTPUT));
    }
  }

  private final class Weights {

    private final NDList parameters;

    Weights(NDList parameters) {
      this.parameters = parameters;
    }

    NDArray of(String name) {
      Integer place = places.get(name);
      if (place == null) {
        throw new IllegalArgumentException("weight " + name + ": missing");
      }
      return parameters.get(place);
    }
  }
}
