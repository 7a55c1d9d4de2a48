package io.distappguard.behaviour.autoencoder;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** Windows driven by a few hidden loads, of an application whose block sizes differ widely. */
record SyntheticWindows(BlockStructure structure, float[][] training, float[][] validation) {

  static SyntheticWindows of(int features, int roles, int windows, long seed) {
    Random random = new Random(seed);
    List<TreeSet<Integer>> blocks = new ArrayList<>();
    List<TreeSet<Integer>> neighbours = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int role = 0; role < roles; role++) {
      blocks.add(new TreeSet<>());
      neighbours.add(new TreeSet<>(List.of(role)));
      names.add("role-" + role);
    }
    int[] source = new int[features];
    for (int feature = 0; feature < features; feature++) {
      source[feature] = (int) (roles * Math.pow(random.nextDouble(), 2));
      blocks.get(source[feature]).add(feature);
      if (random.nextInt(3) > 0) {
        int other = (source[feature] * 7 + random.nextInt(4)) % roles;
        blocks.get(other).add(feature);
        neighbours.get(other).add(source[feature]);
        neighbours.get(source[feature]).add(other);
      }
    }
    BlockStructure structure =
        new BlockStructure(features, names, indexes(blocks), indexes(neighbours));
    float[][] loadings = new float[features][8];
    for (float[] loading : loadings) {
      for (int load = 0; load < loading.length; load++) {
        loading[load] = random.nextInt(3) == 0 ? (float) random.nextGaussian() : 0f;
      }
    }
    return new SyntheticWindows(
        structure, windows(loadings, windows, random), windows(loadings, windows / 4, random));
  }

  private static float[][] windows(float[][] loadings, int count, Random random) {
    float[][] windows = new float[count][loadings.length];
    for (float[] window : windows) {
      float[] loads = new float[loadings[0].length];
      for (int load = 0; load < loads.length; load++) {
        loads[load] = (float) random.nextGaussian();
      }
      for (int feature = 0; feature < window.length; feature++) {
        float value = 0.3f * (float) random.nextGaussian();
        for (int load = 0; load < loads.length; load++) {
          value += loadings[feature][load] * loads[load];
        }
        window[feature] = Math.clamp(value, -8f, 8f);
      }
    }
    return windows;
  }

  private static int[][] indexes(List<TreeSet<Integer>> sets) {
    return sets.stream()
        .map(set -> set.stream().mapToInt(Integer::intValue).toArray())
        .toArray(int[][]::new);
  }
}
