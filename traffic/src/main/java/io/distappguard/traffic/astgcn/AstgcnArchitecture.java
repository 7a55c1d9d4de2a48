package io.distappguard.traffic.astgcn;

import io.distappguard.traffic.forecast.ForecastShape;
import java.util.List;

/**
 * What an ASTGCN is built of, whatever the graph and the series.
 *
 * @param blocks spatial-temporal blocks in each component
 * @param chebyshevTerms K: terms of the Chebyshev polynomial, so a node hears of those up to K - 1
 *     edges away in a block
 * @param graphFilters channels that the graph convolution gives
 * @param timeFilters channels that the temporal convolution gives
 * @param externalUnits hidden units of the external branch
 * @param attention whether temporal and spatial attention are there; without them the graph
 *     convolution is the plain Chebyshev one
 * @param residual whether each block adds a linear map of its input to what it makes of it
 * @param layerNorm whether each block's output is normalised over its channels
 */
public record AstgcnArchitecture(
    int blocks,
    int chebyshevTerms,
    int graphFilters,
    int timeFilters,
    int externalUnits,
    boolean attention,
    boolean residual,
    boolean layerNorm) {

  public AstgcnArchitecture {
    require("blocks", blocks);
    require("chebyshevTerms", chebyshevTerms);
    require("graphFilters", graphFilters);
    require("timeFilters", timeFilters);
    require("externalUnits", externalUnits);
  }

  /** Two blocks and K = 3 as published; narrow, for series of some hundred steps. */
  public static AstgcnArchitecture standard() {
    return new AstgcnArchitecture(2, 3, 8, 8, 8, true, true, true);
  }

  /** The same without attention. */
  public AstgcnArchitecture withoutAttention() {
    return new AstgcnArchitecture(
        blocks,
        chebyshevTerms,
        graphFilters,
        timeFilters,
        externalUnits,
        false,
        residual,
        layerNorm);
  }

  /** Numbers that a network of that shape learns. */
  public int parameterCount(ForecastShape shape) {
    int count = 0;
    for (List<Integer> lengths : AstgcnWeights.shapes(this, shape).values()) {
      count += lengths.stream().reduce(1, Math::multiplyExact);
    }
    return count;
  }

  private static void require(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
    }
  }
}
