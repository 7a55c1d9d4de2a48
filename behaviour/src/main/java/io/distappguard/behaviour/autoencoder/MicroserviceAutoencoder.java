package io.distappguard.behaviour.autoencoder;

import io.distappguard.learning.tensor.Tensor;
import java.util.Map;

/** The autoencoder of DESIGN.md section 4 with its weights; plain Java, immutable. */
public final class MicroserviceAutoencoder {

  private final BlockStructure structure;

  private MicroserviceAutoencoder(BlockStructure structure) {
    this.structure = structure;
  }

  /**
   * An autoencoder from its weights, as {@link #tensors()} gave them.
   *
   * @throws IllegalArgumentException if a tensor is missing, unknown, of another shape or not
   *     finite
   */
  public static MicroserviceAutoencoder fromTensors(
      BlockStructure structure, Map<String, Tensor> tensors) {
    return new MicroserviceAutoencoder(structure);
  }

  public BlockStructure structure() {
    return structure;
  }

  /** The weights by name, in a fixed order. */
  public Map<String, Tensor> tensors() {
    throw new UnsupportedOperationException();
  }

  public int parameterCount() {
    throw new UnsupportedOperationException();
  }

  /** Memory for one thread's calls of {@link #reconstruct}. */
  public Workspace newWorkspace() {
    return new Workspace();
  }

  /**
   * Reconstructs a window without allocating.
   *
   * @param input {@code [features]}
   * @param output receives the reconstruction, {@code [features]}; may be the input
   * @param workspace of the calling thread, from {@link #newWorkspace()} of this model
   */
  public void reconstruct(float[] input, float[] output, Workspace workspace) {
    throw new UnsupportedOperationException();
  }

  /** Reconstructs many windows. */
  public float[][] reconstruct(float[][] inputs) {
    float[][] outputs = new float[inputs.length][structure.features()];
    Workspace workspace = newWorkspace();
    for (int row = 0; row < inputs.length; row++) {
      reconstruct(inputs[row], outputs[row], workspace);
    }
    return outputs;
  }

  /** Scratch memory of one thread. */
  public static final class Workspace {
    private Workspace() {}
  }
}
