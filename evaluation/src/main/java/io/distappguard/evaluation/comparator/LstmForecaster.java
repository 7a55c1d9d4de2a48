package io.distappguard.evaluation.comparator;

import io.distappguard.learning.tensor.AffineMap;
import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastInput;
import io.distappguard.traffic.forecast.ForecastShape;
import java.util.List;

/** The forward pass of {@link LstmNetwork} in plain Java. */
final class LstmForecaster implements ComparedForecaster {

  private final ForecastShape shape;
  private final int parameters;
  private final int hidden;
  private final AffineMap driving;
  private final AffineMap recurrent;
  private final AffineMap head;

  /**
   * @param weights in the network's order
   */
  LstmForecaster(ForecastShape shape, List<Tensor> weights) {
    this.shape = shape;
    parameters = weights.stream().mapToInt(weight -> weight.values().length).sum();
    hidden = weights.get(1).shape().get(1);
    driving = AffineMap.of(weights.get(0), weights.get(2));
    recurrent = AffineMap.of(weights.get(1), Tensor.vector(new float[4 * hidden]));
    head = AffineMap.of(weights.get(3), weights.get(4));
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
    float[] others = ForecastRows.besidesRecent(input);
    float[] known = new float[hidden + others.length]; // the state, then these
    System.arraycopy(others, 0, known, hidden, others.length);
    float[] cell = new float[hidden];
    float[] driven = new float[4 * hidden];
    float[] fed = new float[4 * hidden];
    for (float[] step : input.recent()) {
      driving.apply(step, 0, driven, 0);
      recurrent.apply(known, 0, fed, 0);
      for (int unit = 0; unit < hidden; unit++) {
        double in = sigmoid(driven, fed, unit);
        double forget = sigmoid(driven, fed, hidden + unit);
        double candidate =
            StrictMath.tanh((double) driven[2 * hidden + unit] + fed[2 * hidden + unit]);
        double out = sigmoid(driven, fed, 3 * hidden + unit);
        cell[unit] = (float) (forget * cell[unit] + in * candidate);
        known[unit] = (float) (out * StrictMath.tanh(cell[unit]));
      }
    }
    float[] output = new float[head.outputs()];
    head.apply(known, 0, output, 0);
    return ForecastRows.steps(output, shape.horizon());
  }

  private static double sigmoid(float[] driven, float[] fed, int gate) {
    return 1 / (1 + StrictMath.exp(-((double) driven[gate] + fed[gate])));
  }
}
