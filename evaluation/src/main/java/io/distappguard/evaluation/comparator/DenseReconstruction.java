package io.distappguard.evaluation.comparator;

import io.distappguard.learning.tensor.AffineMap;
import io.distappguard.learning.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The forward pass of a fully connected network in plain Java: tanh after each layer but the last.
 */
final class DenseReconstruction {

  private final List<AffineMap> layers = new ArrayList<>();

  /**
   * @param parameters weight and bias of each layer in turn
   */
  DenseReconstruction(List<Tensor> parameters) {
    for (int index = 0; index < parameters.size(); index += 2) {
      layers.add(AffineMap.of(parameters.get(index), parameters.get(index + 1)));
    }
  }

  float[] of(float[] vector) {
    float[] values = vector;
    for (int index = 0; index < layers.size(); index++) {
      AffineMap layer = layers.get(index);
      float[] outputs = new float[layer.outputs()];
      layer.apply(values, 0, outputs, 0);
      if (index < layers.size() - 1) {
        AffineMap.tanh(outputs, 0, outputs.length);
      }
      values = outputs;
    }
    return values;
  }
}
