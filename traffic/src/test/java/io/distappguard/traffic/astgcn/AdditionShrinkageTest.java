package io.distappguard.traffic.astgcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.learning.tensor.Tensor;
import io.distappguard.traffic.forecast.ForecastSamples;
import io.distappguard.traffic.forecast.ForecastShape;
import io.distappguard.traffic.forecast.GraphSeries;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdditionShrinkageTest {

  @Test
  void whatDoesNotValidateIsTakenBackFeatureByFeature() {
    ForecastShape shape = new ForecastShape(1, 3, 0, 2, 0, 0, 1);
    AstgcnArchitecture architecture = AstgcnArchitecture.standard();
    Tensor lastValue = new Tensor(List.of(2, 1, 3), new float[] {0, 0, 0, 1, 1, 1});
    Map<String, Tensor> weights = AstgcnWeights.initial(architecture, shape, 1);
    weights.putAll(LinearBase.mean(shape).tensors());
    weights.put("base.past", lastValue);
    weights.put(AstgcnWeights.OFFSET, Tensor.matrix(1, 3, new float[] {0.5f, 0.5f, 0.5f}));
    Astgcn trained = Astgcn.of(architecture, shape, new float[1][1], weights);
    // the first feature stands still, the second rises by all that is added, the third by half
    float[][] values = new float[20][];
    for (int step = 0; step < values.length; step++) {
      values[step] = new float[] {1, 0.5f * step, 0.25f * step};
    }
    GraphSeries series =
        new GraphSeries(1, 3, 0, new long[20], values, new float[20][0], new int[20]);

    Map<String, Tensor> shrunk =
        AdditionShrinkage.shrunk(trained, ForecastSamples.of(series, shape), 1f);

    assertThat(shrunk.get(AstgcnWeights.OFFSET).values())
        .containsExactly(new float[] {0, 0.5f, 0.25f}, within(1e-6f));
    assertThat(shrunk.get("recent.fusion").values()).containsExactly(0, 1, 0.5f);
    assertThat(shrunk.get("base.past")).isEqualTo(lastValue);
  }
}
