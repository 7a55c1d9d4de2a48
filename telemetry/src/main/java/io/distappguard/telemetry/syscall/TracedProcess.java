package io.distappguard.telemetry.syscall;

import org.jspecify.annotations.Nullable;

/**
 * A process while it lives: its image, its descriptors, its directory. Its fields are the state of
 * the one reader that follows it, and change with every call.
 */
public final class TracedProcess {

  /** {@link io.distappguard.telemetry.Container#id} it runs in; -1 while none was needed. */
  public int container;

  /** Path of its cgroup, or null where unknown. */
  public @Nullable String cgroup;

  /** The kernel's process id in the recorder's pid namespace. */
  public final long pid;

  /** Number of the current image; -1 while none was needed. */
  public int image = -1;

  /** Number of the image that forked this process; -1 where it was not seen. */
  public final int parentImage;

  /** Number of the image it began with. */
  public int firstImage = -1;

  /** Path of the executable; empty where unknown. */
  public String executable;

  /** The argument vector joined by spaces, cut short. */
  public String arguments;

  /** Its own, or shared with another process (CLONE_FILES). */
  public Descriptors descriptors;

  /** Working directory; empty where not seen yet. */
  public String directory;

  /** Threads that live. */
  public int threads;

  /** Whether its end was seen. */
  public boolean ended;

  /** A process of which no image was needed yet. */
  public TracedProcess(
      int container,
      long pid,
      int parentImage,
      String executable,
      String arguments,
      Descriptors descriptors,
      String directory) {
    this.container = container;
    this.pid = pid;
    this.parentImage = parentImage;
    this.executable = executable;
    this.arguments = arguments;
    this.descriptors = descriptors;
    this.directory = directory;
  }
}
