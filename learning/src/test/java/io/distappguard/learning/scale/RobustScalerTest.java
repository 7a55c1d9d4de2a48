package io.distappguard.learning.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.distappguard.learning.tensor.Tensor;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RobustScalerTest {

  @Test
  void measuresDistanceFromTheMedianInRobustDeviations() {
    float[][] windows = new float[5][1];
    for (int row = 0; row < 5; row++) {
      windows[row][0] = (float) Math.expm1(row + 1); // log1p gives 1, 2, 3, 4, 5
    }

    RobustScaler scaler = RobustScaler.fit(windows, 0.1f, 8f);

    // median 3; absolute deviations 0, 1, 1, 2, 2 and quartiles 2 and 4 give 1.4826 each
    assertThat(scaler.transform(0, (float) Math.expm1(3))).isCloseTo(0f, within(1e-6f));
    assertThat(scaler.transform(0, (float) Math.expm1(5))).isCloseTo(2 / 1.4826f, within(1e-5f));
    assertThat(scaler.transform(0, 0f)).isCloseTo(-3 / 1.4826f, within(1e-5f));
  }

  @Test
  void aSilentEdgeIsMeasuredByTheFloorAndClipped() {
    RobustScaler scaler = RobustScaler.fit(new float[20][1], 0.25f, 8f);

    assertThat(scaler.transform(0, 0)).isZero();
    assertThat(scaler.transform(0, (float) Math.expm1(1))).isCloseTo(4f, within(1e-5f));
    assertThat(scaler.transform(0, 1e9f)).isEqualTo(8f);
  }

  @Test
  void oneWildWindowMovesLittle() {
    float[][] windows = new float[101][1];
    for (int row = 0; row < 101; row++) {
      windows[row][0] = 1000 + row;
    }
    RobustScaler calm = RobustScaler.fit(windows, 0.01f, 8f);
    windows[3][0] = 1e12f;
    RobustScaler wild = RobustScaler.fit(windows, 0.01f, 8f);

    assertThat(wild.transform(0, 1080)).isCloseTo(calm.transform(0, 1080), within(0.1f));
  }

  @Property(tries = 200)
  void amountIsTheInverseWithinTheClip(
      @ForAll @Size(min = 1, max = 30) float[] column,
      @ForAll @FloatRange(min = 0, max = 1e6f) float amount) {
    float[][] windows = new float[column.length][1];
    for (int row = 0; row < column.length; row++) {
      float value = Math.abs(column[row]);
      windows[row][0] = Float.isFinite(value) ? value : 0;
    }
    RobustScaler scaler = RobustScaler.fit(windows, 0.25f, 500f);

    float back = scaler.amount(0, scaler.transform(0, amount));

    assertThat(Math.log1p(back)).isCloseTo(Math.log1p(amount), within(1e-3));
  }

  @Test
  void comesBackFromItsTensors() {
    RobustScaler scaler = RobustScaler.fit(new float[][] {{1, 5}, {9, 2}, {4, 4}}, 0.25f, 6f);
    float[] expected = new float[2];
    float[] actual = new float[2];

    scaler.transform(new float[] {100, 3}, expected);
    RobustScaler.fromTensors(scaler.tensors()).transform(new float[] {100, 3}, actual);

    assertThat(actual).isEqualTo(expected);
  }

  @Test
  void damagedTensorsAndImpossibleAmountsAreRefused() {
    Map<String, Tensor> tensors =
        new HashMap<>(RobustScaler.fit(new float[1][2], 0.25f, 6f).tensors());
    tensors.put("scale", Tensor.vector(new float[] {1, 0}));

    assertThatThrownBy(() -> RobustScaler.fromTensors(tensors))
        .hasMessage("tensor scale[1]: 0.0 (expected: finite and > 0)");
    assertThatThrownBy(() -> RobustScaler.fit(new float[][] {{1, -1}}, 0.25f, 6f))
        .hasMessage("windows[0][1]: -1.0 (expected: finite and >= 0)");
  }
}
