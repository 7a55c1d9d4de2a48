package io.distappguard.behaviour.profile;

import io.distappguard.behaviour.autoencoder.BlockStructure;
import io.distappguard.behaviour.autoencoder.MicroserviceAutoencoder;
import io.distappguard.behaviour.feature.FeatureLayout;
import io.distappguard.behaviour.feature.FeatureScaling;
import io.distappguard.behaviour.feature.Vocabulary;
import io.distappguard.behaviour.window.TimeScale;
import io.distappguard.learning.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is learned for each time scale as named tensors, and back. */
final class ModelTensors {

  private static final String AUTOENCODER = "autoencoder.";

  private static final String SINGLE = "errors.";
  private static final String PERSISTENT = "persistentErrors.";

  private ModelTensors() {}

  static Map<String, Tensor> of(List<ScaleProfile> scales) {
    Map<String, Tensor> tensors = new TreeMap<>();
    for (int index = 0; index < scales.size(); index++) {
      String prefix = prefix(index);
      ScaleProfile profile = scales.get(index);
      FeatureScaling scaling = profile.scaling();
      tensors.put(prefix + "unit", Tensor.vector(scaling.unit()));
      tensors.put(prefix + "median", Tensor.vector(scaling.median()));
      tensors.put(prefix + "scale", Tensor.vector(scaling.scale()));
      tensors.put(prefix + "usualLow", Tensor.vector(scaling.usualLow()));
      tensors.put(prefix + "usualHigh", Tensor.vector(scaling.usualHigh()));
      tensors.put(prefix + "maximum", Tensor.vector(scaling.maximum()));
      tensors.put(prefix + "singleMaximum", Tensor.vector(scaling.singleMaximum()));
      put(tensors, prefix + SINGLE, profile.single());
      put(tensors, prefix + PERSISTENT, profile.persistent());
      profile
          .autoencoder()
          .tensors()
          .forEach((name, tensor) -> tensors.put(prefix + AUTOENCODER + name, tensor));
    }
    return tensors;
  }

  /**
   * The profiles of all configured scales.
   *
   * @throws IllegalArgumentException if a tensor is missing, unknown, of another shape or out of
   *     range
   */
  static List<ScaleProfile> scales(
      Map<String, Tensor> tensors, BehaviourConfiguration configuration, Vocabulary vocabulary) {
    FeatureLayout layout = new FeatureLayout(vocabulary, configuration.folding());
    BlockStructure structure = layout.blockStructure();
    Map<String, Tensor> rest = new TreeMap<>(tensors);
    List<ScaleProfile> scales = new ArrayList<>();
    for (TimeScale scale : configuration.scales()) {
      String prefix = prefix(scales.size());
      int features = layout.size();
      int roles = structure.roles().size();
      FeatureScaling scaling =
          new FeatureScaling(
              vector(rest, prefix + "unit", features, true),
              vector(rest, prefix + "median", features, false),
              vector(rest, prefix + "scale", features, true),
              vector(rest, prefix + "usualLow", features, false),
              vector(rest, prefix + "usualHigh", features, false),
              vector(rest, prefix + "maximum", features, false),
              vector(rest, prefix + "singleMaximum", features, false),
              (float) configuration.clip());
      ErrorUnits single = units(rest, prefix + SINGLE, features, roles);
      ErrorUnits persistent = units(rest, prefix + PERSISTENT, features, roles);
      Map<String, Tensor> weights = new TreeMap<>();
      String weightPrefix = prefix + AUTOENCODER;
      rest.forEach((name, tensor) -> {
        if (name.startsWith(weightPrefix)) {
          weights.put(name.substring(weightPrefix.length()), tensor);
        }
      });
      weights.keySet().forEach(name -> rest.remove(weightPrefix + name));
      scales.add(
          new ScaleProfile(
              scale,
              scaling,
              MicroserviceAutoencoder.fromTensors(structure, weights),
              single,
              persistent));
    }
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException("tensors " + rest.keySet() + ": unknown");
    }
    return scales;
  }

  private static void put(Map<String, Tensor> tensors, String prefix, ErrorUnits units) {
    tensors.put(prefix + "features", Tensor.vector(units.features()));
    tensors.put(prefix + "blocks", Tensor.vector(units.blocks()));
    tensors.put(prefix + "peaks", Tensor.vector(units.peaks()));
  }

  private static ErrorUnits units(
      Map<String, Tensor> tensors, String prefix, int features, int roles) {
    return new ErrorUnits(
        vector(tensors, prefix + "features", features, true),
        vector(tensors, prefix + "blocks", roles, true),
        vector(tensors, prefix + "peaks", roles, true));
  }

  private static float[] vector(
      Map<String, Tensor> tensors, String name, int length, boolean positive) {
    Tensor tensor = tensors.remove(name);
    if (tensor == null) {
      throw new IllegalArgumentException("tensor " + name + ": missing");
    }
    if (!tensor.shape().equals(List.of(length))) {
      throw new IllegalArgumentException(
          "tensor " + name + ": shape " + tensor.shape() + " (expected: [" + length + "])");
    }
    for (float value : tensor.values()) {
      if (!Float.isFinite(value) || (positive && value <= 0)) {
        throw new IllegalArgumentException(
            "tensor "
                + name
                + ": "
                + value
                + (positive ? " (expected: finite and > 0)" : " (expected: finite)"));
      }
    }
    return tensor.values();
  }

  private static String prefix(int scale) {
    return "scale." + scale + ".";
  }
}
