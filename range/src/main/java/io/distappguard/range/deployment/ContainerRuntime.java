package io.distappguard.range.deployment;

import io.distappguard.range.recording.ContainerEntry;
import io.distappguard.range.recording.ContainerList;
import io.distappguard.range.recording.Recorder;
import io.distappguard.range.recording.SystemCallTrace;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Starts and stops containers: a network namespace, a control group, a working directory and the
 * processes in them, under strace when that records. One thread at a time.
 */
public final class ContainerRuntime {
  private static final Duration START_LIMIT = Duration.ofSeconds(20);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final int LISTENING = 0x0A;

  /**
   * Joins the control group, then becomes the command: `ip netns exec` would mount another /sys,
   * and joining from outside would leave a moment in which the process belongs nowhere.
   */
  private static final String JOIN_AND_BECOME =
      "echo $$ > \"$1\" && cd \"$2\" && shift 2 && exec \"$@\"";

  private final Network network;
  private final ControlGroups groups;
  private final RunFolder folder;
  private final ContainerList list;
  private final boolean traced;
  private final Map<String, Integer> starts = new HashMap<>();

  /**
   * @param recorder what records system calls; strace stands around each first process
   */
  public ContainerRuntime(
      Network network,
      ControlGroups groups,
      RunFolder folder,
      ContainerList list,
      Recorder recorder) {
    this.network = network;
    this.groups = groups;
    this.folder = folder;
    this.list = list;
    this.traced = recorder == Recorder.STRACE;
  }

  /** Starts the container and gives it as soon as its first process runs. */
  public Container start(Instance instance, Image image) {
    String name = instance.name();
    int start = starts.merge(name, 1, Integer::sum) - 1;
    if (!network.existing().contains(network.file(name).getFileName().toString())) {
      network.addContainer(name, instance.host(), List.of(instance.address()));
    }
    String cgroup = groups.create(name);
    Path directory = folder.container(name);
    RunFolder.createDirectories(directory);
    image.prepare(instance, directory);
    Path output = folder.output().resolve("%s.%d.log".formatted(name, start));
    Path strace = folder.straceFolder().resolve("%s.%d.strace".formatted(name, start));
    List<String> command = image.command(instance, directory);
    long startMillis = System.currentTimeMillis();
    Process process =
        launch(
            name,
            directory,
            output,
            image.environment(instance, directory),
            traced ? SystemCallTrace.around(command, strace) : command);
    long rootPid = traced ? firstTracedProcess(process, strace, output, name) : process.pid();
    Container container =
        new Container(instance, image, start, directory, output, process.toHandle(), rootPid);
    record(container, cgroup, startMillis, strace);
    return container;
  }

  /** Starts a process of the world outside: untraced, but in a group, so that it can be killed. */
  public Process startOutside(
      String namespace,
      String group,
      Path directory,
      Path output,
      Map<String, String> environment,
      List<String> command) {
    groups.create(group);
    RunFolder.createDirectories(directory);
    return launch(namespace, group, directory, output, environment, command);
  }

  /**
   * Waits until something listens on the image's port and, where the image has one, its ready line
   * was printed.
   *
   * @throws RangeFailure with the last lines of output when it ends instead, or takes too long
   */
  public void awaitReady(Container container, long deadlineNanos) {
    while (!(printedReadyLine(container) && listens(container))) {
      if (!container.supervisor().isAlive()) {
        throw new RangeFailure(
            "%s: ended before it was ready:\n%s"
                .formatted(container.instance().name(), lastLines(container.output())));
      }
      if (System.nanoTime() > deadlineNanos) {
        throw new RangeFailure(
            "%s: not listening on port %d in time:\n%s"
                .formatted(
                    container.instance().name(),
                    container.image().port(),
                    lastLines(container.output())));
      }
      pause(50);
    }
  }

  /** Asks the first process to end; kills what is left after the grace. */
  public void stop(Container container, Duration grace) {
    askToStop(container);
    awaitStopped(container, grace);
  }

  /** Sends the stop signal and does not wait. */
  public void askToStop(Container container) {
    Program.attempt(
        KILL_LIMIT,
        "",
        List.of("kill", "-s", container.image().stopSignal(), Long.toString(container.rootPid())));
  }

  /**
   * Waits for the end of a container that was asked to stop; kills what is left after the grace.
   */
  public void awaitStopped(Container container, Duration grace) {
    try {
      container.supervisor().onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException stillRunning) {
      // the group's removal kills it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RangeFailure("interrupted while containers were being stopped", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process does not fail", e);
    }
    groups.remove(container.instance().name());
  }

  /** The last lines of a file, for a message about why something failed. */
  public static String lastLines(Path file) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      List<String> all = lines.toList();
      return String.join("\n", all.subList(Math.max(0, all.size() - 15), all.size())).indent(4);
    } catch (IOException e) {
      return "    (no output: %s)".formatted(e.getMessage());
    }
  }

  private Process launch(
      String name,
      Path directory,
      Path output,
      Map<String, String> environment,
      List<String> command) {
    return launch(name, name, directory, output, environment, command);
  }

  private Process launch(
      String name,
      String group,
      Path directory,
      Path output,
      Map<String, String> environment,
      List<String> command) {
    List<String> whole =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                JOIN_AND_BECOME,
                "sh",
                groups.membership(group).toString(),
                directory.toString(),
                "setsid", // Ctrl-C at the terminal is for us to handle
                "nsenter",
                "--net=" + network.file(name)));
    whole.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(whole)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Containers see nothing of the environment of whoever starts the range.
    builder.environment().clear();
    builder
        .environment()
        .put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().put("LANG", "C.UTF-8");
    builder.environment().put("HOME", directory.toString());
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new RangeFailure("%s: cannot be started: %s".formatted(name, e.getMessage()), e);
    }
  }

  /** The first line of a trace is the first process' execve, with its id in front. */
  private static long firstTracedProcess(Process process, Path strace, Path output, String name) {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      try (BufferedReader reader = Files.newBufferedReader(strace, StandardCharsets.ISO_8859_1)) {
        String line = reader.readLine();
        if (line != null && line.indexOf(' ') > 0) {
          return Long.parseLong(line.substring(0, line.indexOf(' ')));
        }
      } catch (NoSuchFileException notYet) {
        // strace has not opened it
      } catch (IOException e) {
        throw new RangeFailure("%s: %s".formatted(strace, e.getMessage()), e);
      }
      pause(10);
    }
    throw new RangeFailure("%s: did not start:\n%s".formatted(name, lastLines(output)));
  }

  private void record(Container container, String cgroup, long startMillis, Path strace) {
    Instance instance = container.instance();
    list.add(
        new ContainerEntry(
            instance.name(),
            instance.host().label(),
            instance.role(),
            container.image().name(),
            cgroup,
            network.inode(instance.name()),
            List.of(instance.address()),
            container.directory().toString(),
            container.rootPid(),
            startMillis,
            traced ? folder.recording().relativize(strace).toString() : "",
            container.image() instanceof ServiceImage
                ? folder.recording().relativize(folder.spans(instance)).toString()
                : ""));
    RunFolder.write(folder.recording().resolve("containers.json"), list.toJson());
  }

  private static boolean printedReadyLine(Container container) {
    String ready = container.image().readyLine();
    if (ready.isEmpty()) {
      return true;
    }
    try (Stream<String> lines = Files.lines(container.output(), StandardCharsets.ISO_8859_1)) {
      return lines.anyMatch(line -> line.strip().equals(ready));
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Read from the kernel's table of the container's namespace: a test connection would be traced.
   */
  private static boolean listens(Container container) {
    String port = String.format(Locale.ROOT, ":%04X", container.image().port());
    for (String table : List.of("tcp", "tcp6")) {
      Path file = Path.of("/proc/%d/net/%s".formatted(container.rootPid(), table));
      try (Stream<String> lines = Files.lines(file)) {
        boolean found =
            lines
                .skip(1)
                .map(line -> line.strip().split("\\s+"))
                .anyMatch(fields ->
                    fields[1].endsWith(port) && Integer.parseInt(fields[3], 16) == LISTENING);
        if (found) {
          return true;
        }
      } catch (IOException | java.io.UncheckedIOException gone) {
        // the process ended; the caller sees that by itself
      }
    }
    return false;
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RangeFailure("interrupted", e);
    }
  }
}
