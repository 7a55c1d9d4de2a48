package io.distappguard.evaluation.forecast;

import java.util.List;

/**
 * A figure over several seeds.
 *
 * @param deviation standard deviation of the sample; 0 with one seed
 */
public record Spread(double mean, double deviation) {

  /** Of one figure a seed. */
  static Spread of(List<Double> figures) {
    double mean = figures.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double squares = 0;
    for (double figure : figures) {
      squares += (figure - mean) * (figure - mean);
    }
    return new Spread(mean, figures.size() < 2 ? 0 : Math.sqrt(squares / (figures.size() - 1)));
  }
}
