package io.distappguard.learning.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Arrays in memory of the tensor library's own. {@code NDManager.create} reads Java's memory in
 * place, which is aligned as chance will have it; matrix products of the same numbers then end in
 * other last bits, and the same seed in another model.
 */
public final class OwnMemory {

  private OwnMemory() {}

  /**
   * A number for arithmetic that is differentiated, such as {@code x.mul(number(x.getManager(),
   * 0.5f))}. Never {@code x.mul(0.5f)}: that makes an array in Java's memory which nothing holds on
   * to, and when the garbage collector is quick the gradient is computed from what lies there then.
   */
  public static NDArray number(NDManager manager, float value) {
    return copy(manager, new float[] {value}, new Shape(1));
  }

  /** The values as an array of that shape, copied; it lives as long as the manager. */
  public static NDArray copy(NDManager manager, float[] values, Shape shape) {
    try (NDArray inPlace = manager.create(values, shape)) {
      return inPlace.duplicate();
    }
  }
}
