package io.distappguard.telemetry.exchange;

/** A process as told by sources that name the process with every event. */
public final class HostProcess extends FollowedProcess {

  long lastUse;

  HostProcess(
      int container,
      long pid,
      int parentImage,
      String executable,
      String arguments,
      String directory) {
    super(container, pid, parentImage, executable, arguments, directory);
  }

  /** An event told what it runs: that is believed of an image that was not announced. */
  void learn(String newExecutable, String newArguments) {
    if (!isAnnounced()) {
      describe(
          newExecutable.isEmpty() ? executable() : newExecutable,
          newArguments.isEmpty() ? arguments() : newArguments);
    }
  }
}
