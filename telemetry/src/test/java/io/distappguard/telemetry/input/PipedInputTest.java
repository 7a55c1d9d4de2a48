package io.distappguard.telemetry.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes through a pipe is read as it comes, and told where it cannot be. */
class PipedInputTest {

  private static final String SYSDIG =
      """
      1 1700000000.000000100 0 app (50) > read fd=3(<f>/srv/data) size=100
      2 1700000000.000000200 0 app (50) < read res=48 data=......
      3 1700000001.000000300 0 app (50) > read fd=3(<f>/srv/data) size=100
      """;

  private static final String TETRAGON =
      """
      {"process_exec":{"process":{"exec_id":"eA==","pid":10,"binary":"/bin/sh","parent_exec_id":"eQ==","tid":10},"parent":{"exec_id":"eQ==","pid":1,"binary":"/sbin/init"}},"node_name":"n","time":"2024-01-01T00:00:00Z"}
      {"process_exit":{"process":{"exec_id":"eA==","pid":10,"binary":"/bin/sh","parent_exec_id":"eQ==","tid":10},"parent":{"exec_id":"eQ==","pid":1,"binary":"/sbin/init"}},"node_name":"n","time":"2024-01-01T00:00:01Z"}
      """;

  /** A pipe in which a few lines came and no more: reading on would wait for ever. */
  private static final class StaysOpen extends ByteArrayInputStream {

    static final class WaitsException extends IOException {
      private static final long serialVersionUID = 1;
    }

    StaysOpen(String came) {
      super(came.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public synchronized int read(byte[] buffer, int from, int length) {
      if (available() == 0) {
        throw new java.io.UncheckedIOException(new WaitsException());
      }
      return super.read(buffer, from, Math.min(length, 50));
    }

    @Override
    public synchronized int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatCameIsGivenThoughThePipeStaysOpen(boolean isNamed) throws IOException {
    Collected seen = piped(SYSDIG, isNamed ? InputFormat.SYSDIG : null);
    assertThat(seen.bytes(Operation.READ, Collected.file("/srv/data"))).isEqualTo(48);
    Collected events = piped(TETRAGON, isNamed ? InputFormat.TETRAGON : null);
    assertThat(events.calls(Operation.EXECUTE, Collected.file("/bin/sh"))).isEqualTo(1);
  }

  private static Collected piped(String came, @Nullable InputFormat format) throws IOException {
    Collected seen = new Collected();
    TelemetryInput input =
        Inputs.open(new StaysOpen(came), "-", InputOptions.DEFAULT.withFormat(format));
    assertThatThrownBy(() -> input.readExchanges(seen, Progress.SILENT))
        .hasCauseInstanceOf(StaysOpen.WaitsException.class);
    return seen;
  }

  @Test
  void whatIsPipedIsWhatAFileWouldBe() throws IOException {
    for (String text : new String[] {SYSDIG, TETRAGON, "started\n" + TETRAGON}) {
      InputStream stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
      Collected seen = new Collected();
      Intake intake =
          Inputs.open(stream, "-", InputOptions.DEFAULT).readExchanges(seen, Progress.SILENT);
      assertThat(intake.accepted())
          .isEqualTo(text.lines().filter(line -> line.length() > 9).count());
      assertThat(seen.exchanges).isNotEmpty();
    }
  }

  @Test
  void filesOfKnownToolsThatCannotBeReadAreToldWithTheMend() {
    assertTold(
        "09:58:35.578767314: Notice A shell was spawned in a container\n", "json_output=true");
    assertTold("\ud83d\ude80 process default/xwing /bin/bash -c \"curl\"\n", "tetra getevents");
    assertTold("\ud83d\udca5 exit    default/xwing /bin/bash 0\n", "tetra getevents");
    assertTold(
        "TIME             UID    COMM             PID     TID     RET              EVENT\n"
            + "15:28:05:123456  0      ls               12      12      0              execve\n",
        "tracee --output json");
    assertTold("Attaching 3 probes...\n@[sh]: 3\n", "bpftrace");
    assertTold("     0.000 ( 0.006 ms): ls/1 openat(dfd: CWD) = 3\n", "perf trace");
    assertTold(
        " ls  1234 [001] 12.345678: syscalls:sys_enter_openat: dfd: 0x3, flags: 0\n",
        "perf script");
    assertTold("__libc_start_main(0x1, 2, 0x3)\nputs(\"a\") = 2\n", "ltrace");
    assertTold("\ufffd", "format not recognised");
    byte[] packets = {(byte) 0xd4, (byte) 0xc3, (byte) 0xb2, (byte) 0xa1, 2, 0, 4, 0, 0, 0, 0, 0};
    assertThatThrownBy(
            () -> Inputs.open(new ByteArrayInputStream(packets), "-", InputOptions.DEFAULT))
        .hasMessageContaining("tcpdump");
    byte[] wide = "\ufeffa line\n".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> Inputs.open(new ByteArrayInputStream(wide), "-", InputOptions.DEFAULT))
        .hasMessageContaining("iconv");
  }

  private static void assertTold(String text, String part) {
    InputStream stream = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> Inputs.open(stream, "-", InputOptions.DEFAULT))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(part);
  }
}
