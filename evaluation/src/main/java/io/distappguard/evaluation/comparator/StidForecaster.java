package io.distappguard.evaluation.comparator;

import io.distappguard.learning.tensor.AffineMap;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.ArrayList;
import java.util.List;

/** The forward pass of {@link StidNetwork} in plain Java, node by node. */
final class StidForecaster implements ComparedForecaster {

  private final ForecastShape shape;
  private final DayPhase phase;
  private final int parameters;
  private final int width;
  private final AffineMap history;
  private final float[] nodeEmbeddings;
  private final float[] slotEmbeddings;
  private final List<AffineMap> layers = new ArrayList<>();
  private final AffineMap head;

  /**
   * @param weights in the network's order
   */
  StidForecaster(ForecastShape shape, DayPhase phase, List<Tensor> weights) {
    this.shape = shape;
    this.phase = phase;
    parameters = weights.stream().mapToInt(weight -> weight.values().length).sum();
    history = AffineMap.of(weights.get(0), weights.get(1));
    width = history.outputs();
    nodeEmbeddings = weights.get(2).values();
    slotEmbeddings = weights.get(3).values();
    int next = StidNetwork.WEIGHTS_BEFORE_LAYERS;
    for (; next < weights.size() - 2; next += 2) {
      layers.add(AffineMap.of(weights.get(next), weights.get(next + 1)));
    }
    head = AffineMap.of(weights.get(next), weights.get(next + 1));
  }

  @Override
  public ForecastShape shape() {
    return shape;
  }

  @Override
  public int parameters() {
    return parameters;
  }

  @Override
  public float[][] forecast(ForecastInput input) {
    int slot = phase.slotOf(input.external()[0]);
    int features = shape.features();
    float[][] forecast = new float[shape.horizon()][shape.nodes() * features];
    for (int node = 0; node < shape.nodes(); node++) {
      float[] output = forecastNode(input.recent(), node, slot);
      for (int step = 0; step < forecast.length; step++) {
        System.arraycopy(output, step * features, forecast[step], node * features, features);
      }
    }
    return forecast;
  }

  /** {@code [horizon * features]} */
  private float[] forecastNode(float[][] recent, int node, int slot) {
    int features = shape.features();
    float[] own = new float[recent.length * features];
    for (int step = 0; step < recent.length; step++) {
      System.arraycopy(recent[step], node * features, own, step * features, features);
    }
    float[] hidden = new float[3 * width];
    history.apply(own, 0, hidden, 0);
    System.arraycopy(nodeEmbeddings, node * width, hidden, width, width);
    System.arraycopy(slotEmbeddings, slot * width, hidden, 2 * width, width);
    float[] inner = new float[hidden.length];
    float[] added = new float[hidden.length];
    for (int layer = 0; layer < layers.size(); layer += 2) {
      layers.get(layer).apply(hidden, 0, inner, 0);
      for (int unit = 0; unit < inner.length; unit++) {
        inner[unit] = Math.max(0, inner[unit]);
      }
      layers.get(layer + 1).apply(inner, 0, added, 0);
      for (int unit = 0; unit < hidden.length; unit++) {
        hidden[unit] += added[unit];
      }
    }
    float[] output = new float[head.outputs()];
    head.apply(hidden, 0, output, 0);
    return output;
  }
}
