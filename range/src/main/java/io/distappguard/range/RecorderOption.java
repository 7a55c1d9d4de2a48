package io.distappguard.range;

import io.distappguard.range.deployment.RangeFailure;
import io.distappguard.range.recording.Recorder;
import io.distappguard.range.recording.SystemCallCollector;
import picocli.CommandLine.Option;

/** What records system calls. */
final class RecorderOption {

  @Option(
      names = "--recorder",
      paramLabel = "RECORDER",
      description =
          "What records system calls: collector (eBPF), strace, or auto: the collector where it"
              + " works, else strace (default: ${DEFAULT-VALUE}).")
  String name = "auto";

  Recorder recorder() {
    return switch (name) {
      case "strace" -> Recorder.STRACE;
      case "collector" -> {
        String problem = SystemCallCollector.problem();
        if (!problem.isEmpty()) {
          throw new RangeFailure(problem + " (--recorder strace records without)");
        }
        yield Recorder.COLLECTOR;
      }
      case "auto" -> {
        String problem = SystemCallCollector.problem();
        if (problem.isEmpty()) {
          yield Recorder.COLLECTOR;
        }
        System.out.println("recording with strace, because " + problem);
        yield Recorder.STRACE;
      }
      default ->
          throw new RangeFailure("recorder: " + name + " (expected: auto, collector or strace)");
    };
  }
}
