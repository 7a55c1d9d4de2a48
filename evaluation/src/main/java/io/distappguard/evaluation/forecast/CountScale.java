package io.distappguard.evaluation.forecast;

/**
 * From the scaled values of a series back to calls a window. Series hold counts as {@code 2·√(count
 * + 3/8)} (Anscombe, Biometrika 1948), which makes their noise alike at every rate, shifted and
 * scaled per node.
 */
public interface CountScale {

  /** The transform of no calls. */
  double LEAST = 2 * Math.sqrt(3 / 8.0);

  /** Which of a node's features is the count. */
  int feature();

  /** The transformed count before it was shifted and scaled. */
  double anscombe(int node, double scaled);

  /**
   * The count whose transform this is: exact for an observation. Of a forecast it is the count in
   * the middle of what is expected, and up to a quarter of a call below the mean.
   */
  static double count(double anscombe) {
    return Math.max(0, square(anscombe) / 4 - 3 / 8.0);
  }

  /**
   * The mean count where this is the mean of the transform of a Poisson count: the exact unbiased
   * inverse in its closed form (Mäkitalo and Foi, IEEE Transactions on Image Processing 20, 2011,
   * equation 10; largest error 0.047). For forecasts that are added up, where a quarter of a call
   * each would add up too.
   */
  static double meanCount(double anscombe) {
    if (anscombe <= LEAST) {
      return 0;
    }
    double inverse = 1 / anscombe;
    double root = Math.sqrt(3 / 2.0);
    return anscombe * anscombe / 4
        + inverse * (root / 4 + inverse * (-11 / 8.0 + inverse * 5 / 8.0 * root))
        - 1 / 8.0;
  }

  private static double square(double anscombe) {
    double positive = Math.max(0, anscombe); // the transform is never negative; a forecast may be
    return positive * positive;
  }
}
