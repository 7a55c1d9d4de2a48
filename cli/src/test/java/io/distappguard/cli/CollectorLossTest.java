package io.distappguard.cli;

import static io.distappguard.telemetry.Collected.anything;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Collected.Exchange;
import io.distappguard.telemetry.Collected.Gap;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.input.Inputs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the eBPF collector loses it tells. */
class CollectorLossTest {

  /** Their descriptions are many times what the pipe and the ring buffer have room for. */
  private static final int FILES = 20_000;

  @TempDir Path folder;

  @Test
  void aRingBufferThatOverflowsMakesItsIntervalIncomplete()
      throws IOException, InterruptedException {
    Path stream = folder.resolve("burst.stream");
    long begun = System.currentTimeMillis();
    try (WatchedGroup group = WatchedGroup.make()) {
      burst(group, stream, group.containing("busy"), touching(FILES));
    }

    Collected seen = new Collected();
    Intake intake = Inputs.open(stream).readExchanges(seen, Progress.SILENT);

    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(seen.gaps).extracting(Gap::reason).contains("ring buffer full");
    long firstInterval = begun - ExchangeFiles.DEFAULT_INTERVAL_MILLIS;
    assertThat(seen.gaps)
        .extracting(Gap::interval)
        .allSatisfy(
            interval -> assertThat(interval).isBetween(firstInterval, System.currentTimeMillis()));
    // Only descriptions are lost: each open counts, of an unknown file where it must.
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, anything())).isEqualTo(FILES);
  }

  @Test
  void callsThatFailForAnAddressThatIsNotTheirsAreNoLosses()
      throws IOException, InterruptedException {
    Path stream = folder.resolve("addresses.stream");
    int calls = 20_000;
    String open = "syscall(2, 1, 0), syscall(257, -100, 1, 0), syscall(87, 1) for 1.." + calls;
    try (WatchedGroup group = WatchedGroup.make()) {
      Process collector =
          group
              .collector("--interval", "100")
              .redirectOutput(stream.toFile())
              .redirectError(folder.resolve("collector.log").toFile())
              .start();
      try {
        WatchedGroup.awaitBeginning(stream, collector);
        assertThat(WatchedGroup.run(group.containing("other").within("cat", "/etc/hosts")))
            .isZero();
        assertThat(WatchedGroup.run(group.containing("enemy").within("perl", "-e", open))).isZero();
      } finally {
        collector.getOutputStream().close();
        assertThat(collector.waitFor(120, TimeUnit.SECONDS)).isTrue();
      }
    }

    Collected seen = new Collected();
    Inputs.open(stream).readExchanges(seen, Progress.SILENT);

    assertThat(seen.gaps).isEmpty();
    assertThat(failed(seen, Operation.OPEN)).isGreaterThanOrEqualTo(2L * calls);
    assertThat(failed(seen, Operation.DELETE)).isEqualTo(calls);
  }

  @Test
  void whatWasLostIsOfTheControlGroupWhoseRecordFoundNoRoom()
      throws IOException, InterruptedException {
    Path stream = folder.resolve("groups.stream");
    try (WatchedGroup group = WatchedGroup.make()) {
      WatchedGroup enemy = group.containing("enemy");
      burst(group, stream, enemy, touching(3_000));
    }

    Collected seen = new Collected();
    Inputs.open(stream).readExchanges(seen, Progress.SILENT);

    assertThat(seen.gaps)
        .isNotEmpty()
        .extracting(gap -> gap.container() < 0 ? "?" : seen.containers.get(gap.container()).name())
        .containsOnly("enemy");
  }

  @Test
  void whoeverMakesManyControlGroupsHurtsNobodyElse() throws IOException, InterruptedException {
    Path stream = folder.resolve("many-groups.stream");
    try (WatchedGroup group = WatchedGroup.make()) {
      WatchedGroup enemy = group.containing("enemy");
      String groups =
          "i=0; while [ $i -lt 700 ]; do mkdir "
              + enemy.path()
              + "/g$i && echo $$ >"
              + enemy.path()
              + "/g$i/cgroup.procs && : >\"$0/f$i\" && : >\"$0/e$i\"; i=$((i+1)); done";
      burst(group, stream, enemy, touching(2_000) + "; " + groups);
    }

    Collected seen = new Collected();
    Inputs.open(stream).readExchanges(seen, Progress.SILENT);

    assertThat(seen.gaps)
        .isNotEmpty()
        .extracting(gap -> gap.container() < 0 ? "?" : seen.containers.get(gap.container()).name())
        .allSatisfy(name -> assertThat(name).matches("enemy|g\\d+"));
  }

  private static long failed(Collected seen, Operation operation) {
    return seen.matching(operation, anything()).stream().mapToLong(Exchange::errors).sum();
  }

  /** Makes files in the folder that is its argument. */
  private static String touching(int files) {
    return "cd \"$0\" && seq " + files + " | xargs touch";
  }

  /**
   * Runs a script in one group, after another did something, while nobody reads what the collector
   * writes, and reads it then.
   */
  private void burst(WatchedGroup group, Path stream, WatchedGroup of, String script)
      throws IOException, InterruptedException {
    Path files = Files.createDirectory(folder.resolve("files"));
    Process collector =
        group
            .collector("--interval", "200", "--ring-bytes", "65536")
            .redirectError(folder.resolve("collector.log").toFile())
            .start();
    try (InputStream written = collector.getInputStream();
        OutputStream kept = Files.newOutputStream(stream)) {
      kept.write(written.read()); // it watches from here on
      assertThat(WatchedGroup.run(group.containing("other").within("cat", "/etc/hosts"))).isZero();
      assertThat(WatchedGroup.run(of.within("sh", "-c", script, files.toString()))).isZero();
      collector.getOutputStream().close();
      written.transferTo(kept);
    } finally {
      collector.getOutputStream().close();
      assertThat(collector.waitFor(120, TimeUnit.SECONDS)).isTrue();
    }
  }
}
