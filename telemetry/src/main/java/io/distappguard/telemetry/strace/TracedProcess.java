package io.distappguard.telemetry.strace;

/** A process while it lives: its image, its descriptors, its directory. */
final class TracedProcess {

  final long pid;

  /** Number of the current image; -1 while none was needed. */
  int image = -1;

  /** Number of the image that forked this process; -1 where it was not seen. */
  final int parentImage;

  /** Number of the image it began with. */
  int firstImage = -1;

  String executable;
  String arguments;
  Descriptors descriptors;

  /** Working directory; empty where not seen yet. */
  String directory;

  int threads;
  boolean ended;

  TracedProcess(
      long pid,
      int parentImage,
      String executable,
      String arguments,
      Descriptors descriptors,
      String directory) {
    this.pid = pid;
    this.parentImage = parentImage;
    this.executable = executable;
    this.arguments = arguments;
    this.descriptors = descriptors;
    this.directory = directory;
  }
}
