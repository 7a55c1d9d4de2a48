package io.distappguard.traffic.astgcn;

/**
 * Chebyshev polynomials of a graph's scaled Laplacian (Defferrard, Bresson and Vandergheynst, NIPS
 * 2016; Guo et al., AAAI 2019, section "Spatial graph convolution").
 *
 * <p>{@code L = I - D^-1/2 A D^-1/2}, {@code L~ = 2 L / lambda_max - I}, {@code T_0 = I}, {@code
 * T_1 = L~}, {@code T_k = 2 L~ T_{k-1} - T_{k-2}}. A Laplacian needs an undirected graph: the
 * weight between two nodes is the mean of the two directions, so who calls whom is told apart by
 * the features and the attention, not by the polynomials. Edges from a node to itself are left out:
 * {@code T_0} is the node itself.
 */
final class ScaledLaplacian {

  private static final int POWER_STEPS = 1_000;

  private ScaledLaplacian() {}

  /**
   * The first polynomials.
   *
   * @param adjacency {@code [nodes][nodes]}, finite and at least 0
   * @return {@code [terms][nodes * nodes]}, row by row
   */
  static float[][] chebyshev(float[][] adjacency, int terms) {
    int nodes = adjacency.length;
    double[] scaled = scaled(adjacency);
    double[][] polynomials = new double[terms][nodes * nodes];
    for (int node = 0; node < nodes; node++) {
      polynomials[0][node * nodes + node] = 1;
    }
    if (terms > 1) {
      polynomials[1] = scaled;
    }
    for (int term = 2; term < terms; term++) {
      double[] product = product(scaled, polynomials[term - 1], nodes);
      for (int index = 0; index < product.length; index++) {
        polynomials[term][index] = 2 * product[index] - polynomials[term - 2][index];
      }
    }
    float[][] result = new float[terms][nodes * nodes];
    for (int term = 0; term < terms; term++) {
      for (int index = 0; index < nodes * nodes; index++) {
        result[term][index] = (float) polynomials[term][index];
      }
    }
    return result;
  }

  private static double[] scaled(float[][] adjacency) {
    double[] laplacian = laplacian(adjacency);
    int nodes = adjacency.length;
    double largest = largestEigenvalue(laplacian, nodes);
    double factor = largest > 0 ? 2 / largest : 1; // without any edge the Laplacian is 0
    for (int index = 0; index < laplacian.length; index++) {
      laplacian[index] *= factor;
    }
    for (int node = 0; node < nodes; node++) {
      laplacian[node * nodes + node] -= 1;
    }
    return laplacian;
  }

  private static double[] laplacian(float[][] adjacency) {
    int nodes = adjacency.length;
    double[] laplacian = new double[nodes * nodes];
    double[] degrees = new double[nodes];
    for (int row = 0; row < nodes; row++) {
      for (int column = 0; column < nodes; column++) {
        float weight = adjacency[row][column];
        if (!(weight >= 0) || Float.isInfinite(weight)) {
          throw new IllegalArgumentException(
              "adjacency[%d][%d]: %s (expected: >= 0 and finite)".formatted(row, column, weight));
        }
        if (row != column) {
          double mean = ((double) weight + adjacency[column][row]) / 2;
          laplacian[row * nodes + column] = -mean;
          degrees[row] += mean;
        }
      }
    }
    for (int row = 0; row < nodes; row++) {
      for (int column = 0; column < nodes; column++) {
        double scale = Math.sqrt(degrees[row] * degrees[column]);
        laplacian[row * nodes + column] = scale == 0 ? 0 : laplacian[row * nodes + column] / scale;
      }
      laplacian[row * nodes + row] = degrees[row] > 0 ? 1 : 0;
    }
    return laplacian;
  }

  /** By power iteration, from a fixed start; the eigenvalues lie between 0 and 2. */
  private static double largestEigenvalue(double[] matrix, int nodes) {
    double[] vector = new double[nodes];
    for (int node = 0; node < nodes; node++) {
      vector[node] = 1 + StrictMath.sin(node + 1.0); // in no eigenvector's null space by symmetry
    }
    double value = 0;
    for (int step = 0; step < POWER_STEPS; step++) {
      double[] next = new double[nodes];
      double squares = 0;
      double projected = 0;
      double length = 0;
      for (int row = 0; row < nodes; row++) {
        for (int column = 0; column < nodes; column++) {
          next[row] += matrix[row * nodes + column] * vector[column];
        }
        squares += next[row] * next[row];
        projected += next[row] * vector[row];
        length += vector[row] * vector[row];
      }
      double before = value;
      value = projected / length; // Rayleigh quotient
      if (squares == 0 || Math.abs(value - before) <= 1e-12 * value) {
        break;
      }
      double norm = Math.sqrt(squares);
      for (int node = 0; node < nodes; node++) {
        vector[node] = next[node] / norm;
      }
    }
    return value;
  }

  private static double[] product(double[] left, double[] right, int nodes) {
    double[] product = new double[nodes * nodes];
    for (int row = 0; row < nodes; row++) {
      for (int inner = 0; inner < nodes; inner++) {
        double factor = left[row * nodes + inner];
        if (factor != 0) {
          for (int column = 0; column < nodes; column++) {
            product[row * nodes + column] += factor * right[inner * nodes + column];
          }
        }
      }
    }
    return product;
  }
}
