package io.distappguard.evaluation.comparator;

import io.distappguard.learning.calibration.Calibration;

/**
 * The detector that counts chains and compares with the mean: a window's score is the distance of
 * its {@linkplain ChainFrequencies vector of chain frequencies} from the mean vector of training;
 * it raises an alarm above the mean plus two standard deviations of the distances of training's own
 * windows. It looks at no time, no graph and no forecast. Immutable, thread-safe.
 *
 * <p>Mean plus two deviations promises nothing: of normally distributed distances 2.3 % lie above,
 * and distances are skewed. So that the detector is judged beside its threshold, {@link
 * #calibrated} gives the one that our own detector would set on the same windows.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TraceFrequencyDistance(
    Distance distance, float[] mean, double meanDistance, double deviation)
    implements WindowScorer {

  private static final double DEVIATIONS = 2;

  /** How far two vectors of frequencies are apart; 0 where they are equal. */
  public enum Distance {
    /** 1 − cosine of the angle: blind to how much traffic there is in all. */
    COSINE("cosine"),
    /**
     * Square root of the Jensen–Shannon divergence of the shares, with the logarithm to base 2
     * (Lin, IEEE Transactions on Information Theory 1991; Endres and Schindelin, same, 2003): from
     * 0 to 1, and as blind to how much traffic there is.
     */
    JENSEN_SHANNON("Jensen–Shannon"),
    /** Length of the difference: sees more of the same, and is ruled by the commonest chains. */
    EUCLIDEAN("Euclidean");

    private final String words;

    Distance(String words) {
      this.words = words;
    }

    double between(float[] left, float[] right) {
      return switch (this) {
        case COSINE -> cosine(left, right);
        case JENSEN_SHANNON -> jensenShannon(left, right);
        case EUCLIDEAN -> euclidean(left, right);
      };
    }
  }

  /**
   * Learns mean and distances.
   *
   * @param training vectors of benign windows, all of one length
   */
  public static TraceFrequencyDistance learn(Distance distance, float[][] training) {
    if (training.length < 2) {
      throw new IllegalArgumentException(
          "training: " + training.length + " windows (expected: >= 2)");
    }
    float[] mean = mean(training);
    double sum = 0;
    double squares = 0;
    for (float[] window : training) {
      double apart = distance.between(window, mean);
      sum += apart;
      squares += apart * apart;
    }
    double meanDistance = sum / training.length;
    double variance = (squares - sum * meanDistance) / (training.length - 1);
    return new TraceFrequencyDistance(
        distance, mean, meanDistance, Math.sqrt(Math.max(0, variance)));
  }

  @Override
  public String name() {
    return "trace-frequency distance, " + distance.words;
  }

  /** The distance of a window's chain frequencies from the mean. */
  @Override
  public double score(float[] window) {
    return distance.between(window, mean);
  }

  /** Mean plus two standard deviations of training's distances. */
  public double threshold() {
    return meanDistance + DEVIATIONS * deviation;
  }

  /**
   * The threshold by the rule that ours is set by.
   *
   * @param benign vectors of windows that training has not seen (validation B)
   * @param targetRate false alarms a benign window
   */
  public Calibration calibrated(float[][] benign, double targetRate) {
    double[] scores = new double[benign.length];
    for (int window = 0; window < benign.length; window++) {
      scores[window] = score(benign[window]);
    }
    return Calibration.of(scores, targetRate);
  }

  private static float[] mean(float[][] training) {
    float[] mean = new float[training[0].length];
    for (int chain = 0; chain < mean.length; chain++) {
      double sum = 0;
      for (float[] window : training) {
        sum += window[chain];
      }
      mean[chain] = (float) (sum / training.length);
    }
    return mean;
  }

  private static double cosine(float[] left, float[] right) {
    double product = 0;
    double leftSquares = 0;
    double rightSquares = 0;
    for (int index = 0; index < left.length; index++) {
      product += (double) left[index] * right[index];
      leftSquares += (double) left[index] * left[index];
      rightSquares += (double) right[index] * right[index];
    }
    if (leftSquares == 0 || rightSquares == 0) {
      return leftSquares == rightSquares ? 0 : 1; // a window without traces looks like no other
    }
    return Math.max(0, 1 - product / Math.sqrt(leftSquares * rightSquares));
  }

  private static double jensenShannon(float[] left, float[] right) {
    double leftSum = sum(left);
    double rightSum = sum(right);
    if (leftSum == 0 || rightSum == 0) {
      return leftSum == rightSum ? 0 : 1;
    }
    double divergence = 0;
    for (int index = 0; index < left.length; index++) {
      double leftShare = left[index] / leftSum;
      double rightShare = right[index] / rightSum;
      double middle = (leftShare + rightShare) / 2;
      divergence += (information(leftShare, middle) + information(rightShare, middle)) / 2;
    }
    return Math.sqrt(Math.max(0, divergence));
  }

  private static double information(double share, double middle) {
    return share == 0 ? 0 : share * Math.log(share / middle) / Math.log(2);
  }

  private static double euclidean(float[] left, float[] right) {
    double squares = 0;
    for (int index = 0; index < left.length; index++) {
      double difference = (double) left[index] - right[index];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
