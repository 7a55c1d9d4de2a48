package io.distappguard.telemetry.exchange;

/** A process while it lives, as told by sources that name the process with every event. */
public final class HostProcess {

  private final int container;
  private final long pid;
  private final int parentImage;
  private String executable;
  private String arguments;
  private String directory;
  private int image = -1;
  private int firstImage = -1;
  long lastUse;

  HostProcess(
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

  /** Number of the container it runs in. */
  public int container() {
    return container;
  }

  public long pid() {
    return pid;
  }

  /** Path of the executable as far as known. */
  public String executable() {
    return executable;
  }

  /** The argument vector joined by spaces as far as known. */
  public String arguments() {
    return arguments;
  }

  /** Working directory; empty where unknown. */
  public String directory() {
    return directory;
  }

  public void directory(String path) {
    directory = path;
  }

  boolean isKnown() {
    return image >= 0 || !executable.isEmpty();
  }

  void become(String newExecutable, String newArguments) {
    executable = newExecutable;
    arguments = newArguments;
    image = -1;
  }

  void learn(String newExecutable, String newArguments) {
    if (image < 0) {
      executable = newExecutable.isEmpty() ? executable : newExecutable;
      arguments = newArguments.isEmpty() ? arguments : newArguments;
    }
  }

  int image() {
    return image;
  }

  int parentImage() {
    return parentImage;
  }

  int firstImage() {
    return firstImage;
  }

  void image(int number) {
    image = number;
    if (firstImage < 0) {
      firstImage = number;
    }
  }
}
