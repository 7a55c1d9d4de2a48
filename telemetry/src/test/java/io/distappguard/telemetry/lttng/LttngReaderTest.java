package io.distappguard.telemetry.lttng;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Collected.socket;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.EventFiles;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import io.distappguard.telemetry.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class LttngReaderTest extends LineReaderContract {

  private static final String CONTEXT =
      "{ cpu_id = 2 }, { procname = \"web\", pid = 32240, vpid = 10, tid = 32240, vtid = 10, pid_ns"
          + " = 4026534362 }";

  private static final String SAMPLE =
      event("40.100000001", "syscall_entry_accept4", "fd = 6, flags = 0x800")
          + event(
              "40.100000901",
              "syscall_exit_accept4",
              "ret = 14, upeer_addrlen = 16, family = 2, sport = 49148, _v4addr_length = 4, v4addr"
                  + " = [ [0] = 172, [1] = 21, [2] = 0, [3] = 5 ], _v6addr_length = 0, v6addr = ["
                  + " ]")
          + event("40.2", "syscall_entry_recvfrom", "fd = 14, size = 1024, flags = 0")
          + event("40.200005", "syscall_exit_recvfrom", "ret = 325, ubuf = 36650960, addr = 0")
          + event(
              "40.3",
              "syscall_entry_open",
              "filename = \"/srv/a, b = \\\"{1}\\\"\", flags = 2048, mode = 0")
          + event("40.300005", "syscall_exit_open", "ret = 15")
          + event(
              "40.4", "syscall_entry_sendfile64", "out_fd = 14, in_fd = 15, offset = 1, count = 9")
          + event("40.400005", "syscall_exit_sendfile64", "ret = 1410, offset = 1")
          + event("40.5", "syscall_entry_close", "fd = 15")
          + event("40.500005", "syscall_exit_close", "ret = 0");

  private static String event(String second, String name, String fields) {
    return "[16663452%s] (+0.000000001) T5600 %s: %s, { %s }\n"
        .formatted(second, name, CONTEXT, fields);
  }

  @Override
  protected String sample() {
    return SAMPLE;
  }

  @Override
  protected long eventsInSample() {
    return 10;
  }

  /** Two lines that became one, and what their calls needed them for. */
  @Override
  protected long mostLostToOneByte() {
    return 4;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return EventFiles.read(LttngReader::open, stream, sink);
  }

  @Test
  void descriptorsAreFollowed() throws IOException {
    Collected seen = accepted(SAMPLE);
    var peer = socket("", "172.21.0.5:49148");
    assertThat(seen.calls(Operation.ACCEPT, peer)).isEqualTo(1);
    assertThat(seen.bytes(Operation.RECEIVE, peer)).isEqualTo(325);
    assertThat(seen.bytes(Operation.SEND, peer)).isEqualTo(1410);
    assertThat(seen.bytes(Operation.READ, file("/srv/a, b = \"{1}\""))).isEqualTo(1410);
    assertThat(seen.containers)
        .extracting("name", "host")
        .containsExactly(Tuple.tuple("4026534362", "T5600"));
    assertThat(seen.processes)
        .extracting("pid", "executable")
        .containsExactly(Tuple.tuple(32240L, "web"));
  }

  @Test
  void failuresAreErrorsAndRetriesNothing() throws IOException {
    Collected seen =
        accepted(
            event("40.1", "syscall_entry_openat", "dfd = -100, filename = \"/x\", flags = 0x41")
                + event("40.2", "syscall_exit_openat", "ret = -2")
                + event("40.3", "syscall_entry_read", "fd = 3, count = 5")
                + event("40.4", "syscall_exit_read", "ret = -11"));
    assertThat(seen.errors(Operation.OPEN_FOR_WRITE, file("/x"))).isEqualTo(1);
    assertThat(seen.exchanges).hasSize(1);
  }

  @Test
  void callsOf32BitProgramsAreOfTheSameNames() throws IOException {
    Collected seen =
        accepted(
            event("40.1", "compat_syscall_entry_open", "filename = \"/x\", flags = 0x41")
                + event("40.2", "compat_syscall_exit_open", "ret = 3")
                + event("40.3", "compat_syscall_entry_chown32", "filename = \"/x\", user = 0")
                + event("40.4", "compat_syscall_exit_chown32", "ret = 0"));
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, file("/x"))).isEqualTo(1);
    assertThat(seen.calls(Operation.CHANGE_MODE, file("/x"))).isEqualTo(1);
  }

  @Test
  void callsThatLeadOutOfAContainerAreControlEvents() throws IOException {
    Collected seen =
        accepted(
            of("chroot", "filename = \"/proc/1/root\"")
                + of("init_module", "umod = 0x1, len = 5")
                + of("bpf", "cmd = 5, uattr = 0x1, size = 5")
                + of("mknod", "filename = \"/dev/x\", mode = 5, dev = 5")
                + of("setxattr", "pathname = \"/x\", name = \"security.capability\"")
                + of("setxattr", "pathname = \"/x\", name = \"user.note\"")
                + of("keyctl", "option = 1"));
    assertThat(seen.calls(Operation.MOUNT, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.EXTEND_KERNEL, anything())).isEqualTo(2);
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, file("/dev/x"))).isEqualTo(1);
    assertThat(seen.calls(Operation.CHANGE_MODE, file("/x"))).isEqualTo(1);
    assertThat(seen.calls(Operation.SET_IDENTITY, anything())).isEqualTo(1);
  }

  private static String of(String call, String fields) {
    return event("40.1", "syscall_entry_" + call, fields)
        + event("40.2", "syscall_exit_" + call, "ret = 0");
  }

  /** Its arguments are where a pointer points; a call that asks for an address moves nothing. */
  @Test
  void aSocketcallIsRefusedAndItsContainerIncomplete() throws IOException {
    Collected seen = new Collected();
    String log =
        SAMPLE
            + event("40.6", "compat_syscall_entry_socketcall", "call = 3, args = 0xffd2c0a0")
            + event("40.7", "compat_syscall_exit_socketcall", "ret = 0")
            + event("40.8", "compat_syscall_entry_socketcall", "call = 7, args = 0xffd2c0a0");
    Intake intake = read(new ByteArrayInputStream(log.getBytes(UTF_8)), seen);
    assertThat(intake.received()).isEqualTo(13);
    assertThat(intake.rejections().entries())
        .extracting("reason", "count", "firstPosition")
        .containsExactly(Tuple.tuple(LttngReader.FOLDED, 1L, "input:11"));
    assertThat(seen.gaps).extracting("container").containsExactly(0);
  }

  @Test
  void aConnectionIsKnownByItsPeer() throws IOException {
    Collected seen =
        accepted(
            event("40.1", "syscall_entry_socket", "family = 2, type = 2, protocol = 0")
                + event("40.2", "syscall_exit_socket", "ret = 5")
                + event(
                    "40.3",
                    "syscall_entry_connect",
                    "fd = 5, family = 2, dport = 53, v4addr = [ [0] = 10, [1] = 0, [2] = 0, [3] = 1"
                        + " ]")
                + event("40.4", "syscall_exit_connect", "ret = 0")
                + event("40.5", "syscall_entry_sendto", "fd = 5, len = 40")
                + event("40.6", "syscall_exit_sendto", "ret = 40"));
    assertThat(seen.calls(Operation.CONNECT, socket("", "10.0.0.1:53"))).isEqualTo(1);
    assertThat(seen.bytes(Operation.SEND, socket("", "10.0.0.1:53"))).isEqualTo(40);
    assertThat(seen.entities).anySatisfy(one -> assertThat(one).extracting("id").isNotNull());
  }

  @Test
  void aDatagramThatNamesItsPeerDoesNotGoToTheOneConnectedTo() throws IOException {
    String known = "v4addr = [ [0] = 10, [1] = 0, [2] = 0, [3] = 1 ]";
    String other = "v4addr = [ [0] = 10, [1] = 0, [2] = 0, [3] = 2 ]";
    Collected seen =
        accepted(
            event("40.1", "syscall_entry_socket", "family = 2, type = 2, protocol = 0")
                + event("40.2", "syscall_exit_socket", "ret = 5")
                + event("40.3", "syscall_entry_connect", "fd = 5, family = 2, dport = 53, " + known)
                + event("40.4", "syscall_exit_connect", "ret = 0")
                + sent("fd = 5, len = 40, addr = 0x0, addr_len = 0", 40)
                + sent("fd = 5, len = 6, addr = 0x7FFD3C7DB7B0, addr_len = 16", 6)
                + sent("fd = 5, len = 7, family = 2, dport = 99, " + other, 7));
    assertThat(seen.bytes(Operation.SEND, socket("", "10.0.0.1:53"))).isEqualTo(40);
    assertThat(seen.bytes(Operation.SEND, socket("", ""))).isEqualTo(6);
    assertThat(seen.bytes(Operation.SEND, socket("", "10.0.0.2:99"))).isEqualTo(7);
  }

  private static String sent(String arguments, int result) {
    return event("40.5", "syscall_entry_sendto", arguments)
        + event("40.6", "syscall_exit_sendto", "ret = " + result);
  }

  @Test
  void aChildHasItsParentsDescriptors() throws IOException {
    String child = CONTEXT.replace("pid = 32240", "pid = 400").replace("tid = 32240", "tid = 400");
    Collected seen =
        accepted(
            SAMPLE.substring(0, SAMPLE.indexOf("[16663452" + "40.5]"))
                + event(
                    "40.6",
                    "sched_process_fork",
                    "parent_tid = 32240, child_comm = \"web\", child_tid = 400, child_pid = 400")
                + event("40.7", "syscall_entry_write", "fd = 14, count = 7").replace(CONTEXT, child)
                + event("40.8", "syscall_exit_write", "ret = 7").replace(CONTEXT, child));
    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.bytes(Operation.SEND, socket("", "172.21.0.5:49148"))).isEqualTo(1417);
  }

  @Test
  void timesOfADayGoOnAfterMidnight() throws IOException {
    String first = SAMPLE.lines().findFirst().orElseThrow() + "\n";
    Collected seen =
        accepted(
            first.replace("1666345240.100000001", "23:59:59.900000000")
                + first.replace("1666345240.100000001", "00:00:00.100000000"));
    assertThat(seen.ended).containsExactly(86_399_000L, 86_400_000L);
  }

  @Test
  void datesAreTimesToo() throws IOException {
    String first = SAMPLE.lines().findFirst().orElseThrow() + "\n";
    Collected seen =
        accepted(first.replace("1666345240.100000001", "2022-10-21 09:40:47.791436441"));
    assertThat(seen.ended).containsExactly(1666345247000L);
  }

  private static Collected accepted(String text) throws IOException {
    return EventFiles.accepted(LttngReader::open, text);
  }
}
