package io.distappguard.range.workload;

import java.util.SplittableRandom;

/**
 * Moments of a Poisson process whose rate follows the day, times a slow noise: in every second the
 * logarithm of the rate strays by a first-order autoregressive process. Exact by time change: unit
 * exponential gaps are laid out along the integrated rate. Same seed, same moments. Not
 * thread-safe.
 */
final class ArrivalTimes {
  /** How much of a second's noise stays in the next one. */
  private static final double NOISE_MEMORY = 0.9;

  /** Noise never multiplies or divides the rate by more than this. */
  private static final double NOISE_BOUND = 2;

  private final DayShape day;
  private final double meanRate;
  private final double noiseDeviation;
  private final SplittableRandom random;
  private double logNoise;
  private long second = -1;
  private double rate;
  private double position;

  /**
   * @param meanRate arrivals a second, mean over a day
   * @param noiseDeviation standard deviation of the logarithm of the rate
   */
  ArrivalTimes(DayShape day, double meanRate, double noiseDeviation, SplittableRandom random) {
    if (!(meanRate > 0)) {
      throw new IllegalArgumentException("rate: " + meanRate + " (expected: > 0)");
    }
    if (!(noiseDeviation >= 0)) {
      throw new IllegalArgumentException("noise: " + noiseDeviation + " (expected: >= 0)");
    }
    this.day = day;
    this.meanRate = meanRate;
    this.noiseDeviation = noiseDeviation;
    this.random = random;
    this.logNoise = noiseDeviation * random.nextGaussian();
    enterNextSecond();
  }

  /** The next moment in seconds from the start; never less than the one before. */
  double next() {
    double owed = -Math.log(1 - random.nextDouble());
    while (true) {
      double left = (second + 1 - position) * rate;
      if (owed < left) {
        position = Math.min(position + owed / rate, second + 1);
        return position;
      }
      owed -= left;
      enterNextSecond();
    }
  }

  private void enterNextSecond() {
    second++;
    position = second;
    logNoise =
        NOISE_MEMORY * logNoise
            + Math.sqrt(1 - NOISE_MEMORY * NOISE_MEMORY) * noiseDeviation * random.nextGaussian();
    double noise = Math.clamp(Math.exp(logNoise), 1 / NOISE_BOUND, NOISE_BOUND);
    rate = meanRate * day.at(second + 0.5) * noise;
  }
}
