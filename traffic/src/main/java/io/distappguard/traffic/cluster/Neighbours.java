package io.distappguard.traffic.cluster;

/** Finds the points near a point. */
interface Neighbours {

  /**
   * Writes the points within the radius of one of them, itself included, in any order.
   *
   * @param into room for every point
   * @return how many were written
   */
  int of(int point, int[] into);
}
