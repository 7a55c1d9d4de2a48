package io.distappguard.evaluation.forecast;

import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.ForecasterTraining;
import java.util.function.IntFunction;
import java.util.function.ToIntBiFunction;

/**
 * One kind of forecaster in any width, to compare at equal parameters.
 *
 * @param ofWidth the training of a width, from 1
 * @param parameters numbers that a forecaster of a shape and width has; rises with the width
 */
public record WidthScaling(
    IntFunction<ForecasterTraining> ofWidth, ToIntBiFunction<ForecastShape, Integer> parameters) {

  /** No graph here has a use for more. */
  private static final int WIDEST = 512;

  /**
   * The widest with at most so many parameters; the narrowest where even that has more.
   *
   * @param budget parameters it may have
   */
  public ForecasterTraining within(int budget, ForecastShape shape) {
    int width = 1;
    while (width < WIDEST && parameters.applyAsInt(shape, width + 1) <= budget) {
      width++;
    }
    return ofWidth.apply(width);
  }
}
