package io.distappguard.traffic.learn;

/** Told how learning goes on, on the thread that learns. */
public interface TrafficLearningProgress {

  /** Tells nobody. */
  TrafficLearningProgress SILENT = new TrafficLearningProgress() {};

  /** A recording was read whole. */
  default void recordingRead(String name, int windows) {}

  /** The forecaster of a cluster is being trained, {@code done} of {@code total} are. */
  default void training(String cluster, int done, int total) {}
}
