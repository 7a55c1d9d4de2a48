package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What record does with what a collector says; programs of a line stand in for it. */
class RecordCommandTest {

  @TempDir Path folder;

  @Test
  void withoutBpfItSaysWhyAndOffersStrace() throws IOException {
    Path program = program("echo 'collector: not permitted to load BPF programs' >&2; exit 3");

    CommandLineRun run = record(program);

    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err())
        .contains("not permitted to load BPF programs", "strace works without")
        .doesNotContain("\tat ");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void withoutTheProgramItSaysSo() throws IOException {
    CommandLineRun run = record(folder.resolve("nothing"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err()).contains("nothing");
  }

  @Test
  void whatTheCollectorWritesIsRecordedAndToHaveSeenNothingIsNoSuccess() throws IOException {
    Path stream = folder.resolve("stream");
    Files.write(stream, shortStream());

    CommandLineRun run = record(program("cat " + stream));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err()).contains("nothing was seen");
    assertThat(run.out()).contains("0 exchanges");
    assertThat(folder.resolve("out/recording.json")).exists();
  }

  @Test
  void optionsReachTheCollector() throws IOException {
    Path stream = folder.resolve("stream");
    Path said = folder.resolve("said");
    Files.write(stream, shortStream());
    Path program = program("echo \"$@\" >" + said + "; cat " + stream);

    CommandLineRun run =
        CommandLineRun.of(
            "record",
            "--collector",
            program.toString(),
            "--cgroup",
            "/a",
            "--cgroup",
            "/b",
            "--duration",
            "1m30s",
            "-o",
            folder.resolve("out").toString());

    assertThat(Files.readString(said))
        .contains(
            "--until-input-closes",
            "--exclude-parent",
            "--cgroup /a --cgroup /b",
            "--duration 90.0",
            "--interval 1000");
  }

  @Test
  void aRecordingThatStandsThereIsNotTouched() throws IOException {
    Files.createDirectory(folder.resolve("out"));

    CommandLineRun run = record(program("exit 0"));

    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err()).contains("exists already");
  }

  @Test
  void aDurationThatIsNoneIsWrongUsage() {
    CommandLineRun run = CommandLineRun.of("record", "--duration", "soon", "-o", "x");

    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("expected: a time such as 90s");
  }

  private CommandLineRun record(Path program) {
    return CommandLineRun.of(
        "record",
        "--collector",
        program.toString(),
        "--duration",
        "1s",
        "-o",
        folder.resolve("out").toString());
  }

  private Path program(String line) throws IOException {
    Path program = folder.resolve("program");
    Files.writeString(program, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  /** A stream with an interval in which nothing happens: one block with a START, INTERVAL, END. */
  private static byte[] shortStream() {
    byte[] payload = {
      1, 7, 1, 1, 1, 1, 'h', 1, 'k', // interval length, time, CPUs, host, kernel
      6, 1, 0, // at the epoch
      11, 3, 0, 0, 0
    };
    java.util.zip.CRC32 sum = new java.util.zip.CRC32();
    sum.update(payload);
    return java.nio.ByteBuffer.allocate(16 + payload.length)
        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
        .put(new byte[] {'D', 'A', 'G', 'C'})
        .putInt(1)
        .putInt(payload.length)
        .putInt((int) sum.getValue())
        .put(payload)
        .array();
  }
}
