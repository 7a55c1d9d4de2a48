package io.distappguard.telemetry;

/** Told how far a reading is. Called about once a megabyte, from the reading thread. */
@FunctionalInterface
public interface Progress {

  /** Tells nobody. */
  Progress SILENT = (read, total) -> {};

  /**
   * @param read bytes of the input read so far, before decompression
   * @param total bytes of the input, -1 where unknown
   */
  void advance(long read, long total);
}
