package io.distappguard.range;

import io.distappguard.range.deployment.Naming;
import io.distappguard.range.deployment.Program;
import io.distappguard.range.deployment.RangeFailure;
import io.distappguard.range.recording.Recorder;
import io.distappguard.range.scenario.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options that every subcommand has. */
final class RangeOptions {
  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "Where the range keeps its files while it runs (default: ${DEFAULT-VALUE}).")
  Path directory = Path.of("/srv/social-network");

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Keeps what is the same for every start (default: ${DEFAULT-VALUE}).")
  Path cache = Path.of("/var/cache/distappguard-range");

  @Option(
      names = "--prefix",
      paramLabel = "NAME",
      description =
          "Starts the names of network namespaces; ranges with different prefixes and directories"
              + " run side by side (default: ${DEFAULT-VALUE}).")
  String prefix = Naming.USUAL.prefix();

  Naming naming() {
    return new Naming(prefix);
  }

  /** Says all that is missing at once, and how to get it. */
  void requireMachine(List<String> programs) {
    if (!isRoot()) {
      throw new RangeFailure(
          "the range makes network namespaces and control groups: run it as root");
    }
    List<String> missing = programs.stream().filter(name -> !Program.isInstalled(name)).toList();
    if (!missing.isEmpty()) {
      throw new RangeFailure(
          "not installed: "
              + String.join(", ", missing)
              + " (apt-get install iproute2 util-linux strace nginx-light redis-server memcached"
              + " postgresql)");
    }
  }

  static List<String> programsForServing() {
    return List.of(
        "ip", "nsenter", "setpriv", "setsid", "bash", "nginx", "redis-server", "memcached");
  }

  static List<String> programsForRecording(Recorder recorder) {
    Stream<String> more = recorder == Recorder.STRACE ? Stream.of("strace", "mv") : Stream.of("mv");
    return Stream.concat(programsForServing().stream(), more).toList();
  }

  static List<String> programsFor(Plan plan, Recorder recorder) {
    return plan.systemCalls() ? programsForRecording(recorder) : programsForServing();
  }

  private static boolean isRoot() {
    try {
      return ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).intValue() == 0;
    } catch (IOException e) {
      throw new RangeFailure("/proc/self: " + e.getMessage(), e);
    }
  }
}
