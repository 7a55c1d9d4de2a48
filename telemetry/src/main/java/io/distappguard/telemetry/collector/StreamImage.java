package io.distappguard.telemetry.collector;

import org.jspecify.annotations.Nullable;

/** An image of the stream. It is announced when its first exchange is. */
final class StreamImage {

  /** How it began. */
  static final int BEFORE = 0;

  static final int BY_FORK = 1;
  static final int BY_EXECUTION = 2;

  final @Nullable StreamImage before;
  final StreamImages.Group cgroup;
  final long network;
  final long pid;
  final int began;
  final long startMillis;
  final String executable;
  final String arguments;

  /** Number in the registry, or {@link StreamImages#UNANNOUNCED} or {@code LEFT_OUT}. */
  int number = StreamImages.UNANNOUNCED;

  /** Number it was last told by in the stream. */
  int told;

  /** Number of its container, known as soon as it is announced. */
  int container = -1;

  /**
   * @param before the image that forked it, or that it took the place of; null where unknown
   */
  StreamImage(
      @Nullable StreamImage before,
      StreamImages.Group cgroup,
      long network,
      long pid,
      int began,
      long startMillis,
      String executable,
      String arguments) {
    this.before = before;
    this.cgroup = cgroup;
    this.network = network;
    this.pid = pid;
    this.began = began;
    this.startMillis = startMillis;
    this.executable = executable;
    this.arguments = arguments;
  }

  /** Whether it is the same as told before, told once more. */
  boolean equalsAsTold(StreamImage other) {
    return pid == other.pid
        && network == other.network
        && cgroup.equals(other.cgroup)
        && executable.equals(other.executable)
        && arguments.equals(other.arguments);
  }
}
