package io.distappguard.traffic.astgcn;

/**
 * The loss that is learned and chosen by: squared near zero, linear beyond (Huber, Annals of
 * Mathematical Statistics 1964).
 */
final class Huber {

  private Huber() {}

  static double loss(double error, double delta) {
    double size = Math.abs(error);
    double near = Math.min(size, delta);
    return near * near / 2 + delta * (size - near);
  }
}
