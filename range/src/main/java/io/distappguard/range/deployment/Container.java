package io.distappguard.range.deployment;

import java.nio.file.Path;

/**
 * A container that was started.
 *
 * @param instance its place in the application
 * @param image what runs in it
 * @param start which start of this instance, from 0
 * @param directory its working directory
 * @param output its standard output and error
 * @param supervisor the process we started: strace, or the first process itself
 * @param rootPid the first process of the container
 */
public record Container(
    Instance instance,
    Image image,
    int start,
    Path directory,
    Path output,
    ProcessHandle supervisor,
    long rootPid) {

  public String endpoint() {
    return instance.address() + ":" + image.port();
  }
}
