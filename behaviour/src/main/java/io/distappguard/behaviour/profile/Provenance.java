package io.distappguard.behaviour.profile;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a profile comes from.
 *
 * @param productVersion version of this program
 * @param recordings what it was learned from
 * @param windowsUsed windows the autoencoder learned from
 * @param windowsRefused other windows of the training recordings, by reason
 * @param losses training and validation loss of each time scale
 */
public record Provenance(
    String productVersion,
    List<Source> recordings,
    int windowsUsed,
    Map<String, Integer> windowsRefused,
    List<Losses> losses) {

  public Provenance {
    recordings = List.copyOf(recordings);
    windowsRefused = new TreeMap<>(windowsRefused);
    losses = List.copyOf(losses);
  }

  /**
   * A recording.
   *
   * @param use {@code training}, {@code validation A} or {@code validation B}
   */
  public record Source(String name, String sha256, String use, int windows) {}

  /** How training went, for one time scale. */
  public record Losses(
      int epochs,
      int bestEpoch,
      double firstTraining,
      double bestTraining,
      double bestValidation) {}
}
