package io.distappguard.range.deployment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The control groups (version 2) of a range: one for each container, so that all its processes are
 * found and killed whatever they forked or whoever started them.
 */
public final class ControlGroups {
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

  private final Path root;

  private ControlGroups(Path root) {
    this.root = root;
  }

  /**
   * Finds where cgroup2 is mounted.
   *
   * @throws RangeFailure when it is mounted nowhere
   */
  public static ControlGroups find(Naming naming) {
    return new ControlGroups(mountPoint().resolve(naming.controlGroup()));
  }

  /** The group that holds those of all containers; made where it was not there. */
  public Path root() {
    try {
      return Files.createDirectories(root);
    } catch (IOException e) {
      throw new RangeFailure("%s: %s (the range needs root)".formatted(root, e.getMessage()), e);
    }
  }

  /** Makes the container's group; gives the path that containers.json and the kernel know. */
  public String create(String name) {
    try {
      Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new RangeFailure(
          "%s: %s (the range needs root)".formatted(root.resolve(name), e.getMessage()), e);
    }
    return "/" + root.getFileName() + "/" + name;
  }

  /** The file a process writes its id into to join the group. */
  public Path membership(String name) {
    return root.resolve(name).resolve("cgroup.procs");
  }

  public List<Long> processes(String name) {
    try {
      return Files.readAllLines(membership(name)).stream().map(Long::valueOf).toList();
    } catch (NoSuchFileException gone) {
      return List.of();
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(membership(name), e.getMessage()), e);
    }
  }

  /** The groups that exist now, sorted. */
  public List<String> existing() {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(root, e.getMessage()), e);
    }
  }

  /** Kills every process of one group and removes the group. */
  public void remove(String name) {
    long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
    Path group = root.resolve(name);
    while (Files.isDirectory(group)) {
      kill(name);
      if (processes(name).isEmpty() && group.toFile().delete()) {
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new RangeFailure(
            "%s: processes %s outlive being killed".formatted(group, processes(name)));
      }
      pause();
    }
  }

  /** Kills everything in all groups and removes them; gives how many processes there were. */
  public int removeAll() {
    int killed = 0;
    for (String name : existing()) {
      killed += processes(name).size();
      kill(name);
    }
    existing().forEach(this::remove);
    if (Files.isDirectory(root) && !root.toFile().delete()) {
      throw new RangeFailure("%s: cannot be removed".formatted(root));
    }
    return killed;
  }

  private void kill(String name) {
    Path switchFile = root.resolve(name).resolve("cgroup.kill");
    try {
      if (Files.exists(switchFile)) {
        Files.writeString(switchFile, "1");
      } else {
        // kernels before 5.14
        processes(name)
            .forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
      }
    } catch (NoSuchFileException gone) {
      // removed meanwhile, which is what was wanted
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(switchFile, e.getMessage()), e);
    }
  }

  private static Path mountPoint() {
    Path mounts = Path.of("/proc/mounts");
    try (Stream<String> lines = Files.lines(mounts)) {
      return lines
          .map(line -> line.split(" "))
          .filter(fields -> fields.length > 2 && fields[2].equals("cgroup2"))
          .map(fields -> Path.of(fields[1]))
          .findFirst()
          .orElseThrow(() ->
              new RangeFailure("/proc/mounts: no cgroup2 (mount -t cgroup2 none /sys/fs/cgroup)"));
    } catch (IOException e) {
      throw new RangeFailure("%s: %s".formatted(mounts, e.getMessage()), e);
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RangeFailure("interrupted while processes were being killed", e);
    }
  }
}
