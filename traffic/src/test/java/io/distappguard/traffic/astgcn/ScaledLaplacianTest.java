package io.distappguard.traffic.astgcn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScaledLaplacianTest {

  // L = [[1, -1], [-1, 1]] has eigenvalues 0 and 2, so L~ = L - I and T_2 = 2 L~^2 - I = I
  @Test
  void twoJoinedNodesHaveThePolynomialsWorkedOutByHand() {
    float[][] polynomials = ScaledLaplacian.chebyshev(new float[][] {{0, 3}, {0, 0}}, 3);

    assertThat(polynomials[0]).containsExactly(1, 0, 0, 1);
    assertThat(polynomials[1]).containsExactly(new float[] {0, -1, -1, 0}, within(1e-6f));
    assertThat(polynomials[2]).containsExactly(new float[] {1, 0, 0, 1}, within(1e-6f));
  }

  // triangle: L = 3/2 I - 1/2 J, largest eigenvalue 3/2, L~ = 4/3 L - I = I - 2/3 J
  @Test
  void theLaplacianIsScaledByItsLargestEigenvalue() {
    float[][] triangle = {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}};

    float third = 1 / 3f;
    assertThat(ScaledLaplacian.chebyshev(triangle, 2)[1])
        .containsExactly(
            new float[] {
              third,
              -2 * third,
              -2 * third,
              -2 * third,
              third,
              -2 * third,
              -2 * third,
              -2 * third,
              third
            },
            within(1e-6f));
  }

  @Test
  void directionAndEdgesToItselfDoNotMatter() {
    float[][] directed = {{9, 2, 0}, {0, 0, 4}, {0, 0, 7}};
    float[][] both = {{0, 1, 0}, {1, 0, 2}, {0, 2, 0}};

    assertThat(ScaledLaplacian.chebyshev(directed, 3))
        .isDeepEqualTo(ScaledLaplacian.chebyshev(both, 3));
  }

  @Test
  void nodesWithoutEdgesAreFinite() {
    for (float[] polynomial : ScaledLaplacian.chebyshev(new float[3][3], 4)) {
      for (float value : polynomial) {
        assertThat(value).isBetween(-1f, 1f);
      }
    }
  }

  @Test
  void weightsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> ScaledLaplacian.chebyshev(new float[][] {{0, -1}, {0, 0}}, 2))
        .hasMessage("adjacency[0][1]: -1.0 (expected: >= 0 and finite)");
  }
}
