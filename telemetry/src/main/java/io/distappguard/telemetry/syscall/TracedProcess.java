package io.distappguard.telemetry.syscall;

import io.distappguard.telemetry.exchange.FollowedProcess;
import org.jspecify.annotations.Nullable;

/**
 * A process as told by sources of whole streams of calls: besides its image its descriptors and its
 * threads. Its fields are the state of the one reader that follows it, and change with every call.
 */
public final class TracedProcess extends FollowedProcess {

  /** Path of its cgroup, or null where unknown. */
  public @Nullable String cgroup;

  /** Its own, or shared with another process (CLONE_FILES). */
  public Descriptors descriptors;

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
    super(container, pid, parentImage, executable, arguments, directory);
    this.descriptors = descriptors;
  }

  /** It runs in this container from now on; in another than before it is another image. */
  public void container(int number) {
    moveTo(number);
  }
}
