package io.distappguard.telemetry.exchange;

import io.distappguard.telemetry.Operation;

/**
 * A process while it lives, as the one reader that follows it knows it: where it runs, what it runs
 * and the numbers of its images. An image gets its number when it is first needed.
 */
public abstract class FollowedProcess {

  private final long pid;
  private final int parentImage;
  private int container;
  private String executable;
  private String arguments;
  private String directory;
  private int image = -1;
  private int firstImage = -1;

  /**
   * A process of which no image was needed yet.
   *
   * @param parentImage number of the image that forked it; -1 where that was not seen
   */
  protected FollowedProcess(
      int container,
      long pid,
      int parentImage,
      String executable,
      String arguments,
      String directory) {
    this.container = container;
    this.pid = pid;
    this.parentImage = parentImage;
    this.executable = executable;
    this.arguments = arguments;
    this.directory = directory;
  }

  /** {@link io.distappguard.telemetry.Container#id} it runs in; -1 while none was needed. */
  public final int container() {
    return container;
  }

  /** The kernel's process id in the recorder's pid namespace. */
  public final long pid() {
    return pid;
  }

  /** Number of the image that forked it; -1 where that was not seen. */
  public final int parentImage() {
    return parentImage;
  }

  /** Path of the executable as far as known. */
  public final String executable() {
    return executable;
  }

  /** The argument vector joined by spaces, cut short, as far as known. */
  public final String arguments() {
    return arguments;
  }

  /** Working directory; empty where unknown. */
  public final String directory() {
    return directory;
  }

  /** Its working directory is this from now on. */
  public final void directory(String path) {
    directory = path;
  }

  /** Whether it forked from that one's present image. */
  public final boolean isChildOf(FollowedProcess parent) {
    return parentImage >= 0 && parentImage == parent.image;
  }

  /** Whether its present image has a number. */
  public final boolean isAnnounced() {
    return image >= 0;
  }

  /** Whether anything is known of what it runs. */
  public final boolean isKnown() {
    return image >= 0 || !executable.isEmpty();
  }

  /** What it runs is told: it is no other image because of that. */
  public final void describe(String newExecutable, String newArguments) {
    executable = newExecutable;
    arguments = newArguments;
  }

  /** It runs something else from now on, and is another image. */
  final void become(String newExecutable, String newArguments) {
    describe(newExecutable, newArguments);
    image = -1;
  }

  /**
   * It executed something, or failed to: that counts on the image that asked for it, where anything
   * is known of that, and makes another image of it.
   */
  public final void execute(
      String newExecutable,
      String newArguments,
      boolean failed,
      Registry registry,
      IntervalExchanges exchanges,
      long micros) {
    int entity = registry.file(container, newExecutable);
    boolean wasKnown = isKnown();
    if (failed || wasKnown) {
      exchanges.add(image(registry, micros), entity, Operation.EXECUTE, 0, failed);
    }
    if (failed) {
      return;
    }
    become(newExecutable, newArguments);
    int begun = image(registry, micros);
    if (!wasKnown) {
      exchanges.add(begun, entity, Operation.EXECUTE, 0, false);
    }
  }

  /** Number of its present image, which is announced if it was not. */
  public final int image(Registry registry, long micros) {
    if (image < 0) {
      image = registry.process(container, pid, parentImage, executable, arguments, micros / 1000);
      firstImage = firstImage < 0 ? image : firstImage;
    }
    return image;
  }

  /** Number of the entity it is to others, whatever it runs: that of its first image. */
  public final int entity(Registry registry, long micros) {
    image(registry, micros);
    return registry.processEntity(container, firstImage);
  }

  /** It runs in this container from now on; in another than before it is another image. */
  protected final void moveTo(int newContainer) {
    if (newContainer != container) {
      container = newContainer;
      image = -1;
    }
  }
}
