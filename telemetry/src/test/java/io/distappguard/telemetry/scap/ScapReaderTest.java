package io.distappguard.telemetry.scap;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.channel;
import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Collected.socket;
import static io.distappguard.telemetry.scap.CaptureBytes.bytes;
import static io.distappguard.telemetry.scap.CaptureBytes.capture;
import static io.distappguard.telemetry.scap.CaptureBytes.connection;
import static io.distappguard.telemetry.scap.CaptureBytes.eventfd;
import static io.distappguard.telemetry.scap.CaptureBytes.ip;
import static io.distappguard.telemetry.scap.CaptureBytes.number;
import static io.distappguard.telemetry.scap.CaptureBytes.number32;
import static io.distappguard.telemetry.scap.CaptureBytes.packed;
import static io.distappguard.telemetry.scap.CaptureBytes.pipe;
import static io.distappguard.telemetry.scap.CaptureBytes.text;
import static io.distappguard.telemetry.scap.CaptureBytes.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.scap.CaptureBytes.Packed;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What events of captures come to. Types are numbered as in {@code event-types.tsv}. */
class ScapReaderTest {

  private static final int READ_ENTER = 6;
  private static final int READ = 7;
  private static final int WRITE = 9;
  private static final int CLOSE = 5;
  private static final int EXIT = 186;
  private static final String ID =
      "3f4b9c1d2e5a6f708192a3b4c5d6e7f8091a2b3c4d5e6f708192a3b4c5d6e7f8";

  @Test
  void whatWasOpenBeforeIsKnownByTheLists() {
    Collected seen =
        capture()
            .machine("host-b")
            .process(10, 1, "/usr/sbin/server", "-c\0/etc/server.conf\0", "/srv", "/system.slice")
            .descriptors(
                10,
                CaptureBytes.file(3, "/var/log/server.log"),
                connection(4, ip(10, 0, 0, 1), 8080, ip(10, 0, 0, 2), 40_000),
                pipe(5, 4711),
                eventfd(6))
            .event(10, WRITE, number(100), bytes(80), number(3), number32(100))
            .event(10, READ, number(60), bytes(60), number(4), number32(4096))
            .event(10, WRITE, number(1), bytes(1), number(5), number32(1))
            .event(10, WRITE, number(8), bytes(8), number(6), number32(8))
            .read()
            .seen();
    assertThat(seen.bytes(Operation.WRITE, file("/var/log/server.log"))).isEqualTo(100);
    assertThat(seen.bytes(Operation.RECEIVE, socket("10.0.0.1:8080", "10.0.0.2:40000")))
        .isEqualTo(60);
    assertThat(seen.bytes(Operation.WRITE, channel("pipe"))).isEqualTo(1);
    assertThat(seen.bytes(Operation.WRITE, channel("eventfd"))).isEqualTo(8);
    ProcessImage process = seen.processes.getFirst();
    assertThat(process.executable()).isEqualTo("/usr/sbin/server");
    assertThat(process.arguments()).isEqualTo("server -c /etc/server.conf");
    assertThat(seen.containers)
        .extracting("name", "host")
        .containsExactly(row("machine", "host-b"));
  }

  @Test
  void eventsOfLeavingAloneAreEnough() {
    Collected seen =
        capture()
            .event(
                10,
                307,
                number(3),
                number(-100),
                text("/etc/hosts"),
                number32(1 | 1 << 12),
                number32(0))
            .event(10, READ, number(9), bytes(9), number(3), number32(4096))
            .event(10, CLOSE, number(0), number(3))
            .event(10, READ, number(9), bytes(9), number(3), number32(4096))
            .read()
            .seen();
    assertThat(seen.calls(Operation.OPEN, file("/etc/hosts"))).isEqualTo(1);
    assertThat(seen.bytes(Operation.READ, file("/etc/hosts"))).isEqualTo(9);
    assertThat(seen.bytes(Operation.READ, channel("unknown"))).isEqualTo(9);
  }

  @Test
  void whatOldCapturesTellOnEnteringIsKept() {
    Collected seen =
        capture()
            .oldProcess(10, "server")
            .old(10, 102, number(-100), text("data/table"), number32(2 | 4), number32(0600))
            .old(10, 103, number(7))
            .old(10, 8, number(7), number32(5))
            .old(11, READ_ENTER, number(7), number32(5))
            .old(10, WRITE, number(5), bytes(5))
            .old(11, READ, number(-9), bytes(0))
            .old(10, 100, text("/tmp/old"))
            .old(10, 101, number(0))
            .read()
            .seen();
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, file("/srv/data/table"))).isEqualTo(1);
    assertThat(seen.bytes(Operation.WRITE, file("/srv/data/table"))).isEqualTo(5);
    assertThat(seen.errors(Operation.READ, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.DELETE, file("/tmp/old"))).isEqualTo(1);
  }

  @Test
  void copiedDescriptorsStandForTheSame() {
    Collected seen =
        capture()
            .process(10, 1, "/bin/sh", "", "/", "/")
            .descriptors(10, CaptureBytes.file(3, "/a"), CaptureBytes.file(4, "/b"))
            .event(10, 363, number(5), number(3), number(5))
            .event(10, 365, number(4), number(3), number(4), number32(1 << 12))
            .event(10, 151, number(6), number(3), packed().int8(26))
            .event(10, WRITE, number(1), bytes(1), number(5), number32(1))
            .event(10, WRITE, number(2), bytes(2), number(4), number32(2))
            .event(10, WRITE, number(4), bytes(4), number(6), number32(4))
            .event(
                10,
                293,
                number(0),
                text("ls"),
                text("-l"),
                number(10),
                number(10),
                number(1),
                text("/"))
            .event(10, WRITE, number(8), bytes(8), number(5), number32(8))
            .event(10, WRITE, number(16), bytes(16), number(4), number32(16))
            .read()
            .seen();
    assertThat(seen.bytes(Operation.WRITE, file("/a"))).isEqualTo(15);
    assertThat(seen.bytes(Operation.WRITE, file("/b"))).isZero();
    // closed on execution
    assertThat(seen.bytes(Operation.WRITE, channel("unknown"))).isEqualTo(16);
    assertThat(seen.processes).extracting("arguments").containsExactly("sh", "ls -l");
  }

  @Test
  void aForkIsCountedOnceWhicheverSideIsSeenFirst() {
    for (boolean childFirst : new boolean[] {true, false}) {
      CaptureBytes capture =
          capture()
              .process(10, 1, "/bin/sh", "", "/", "/")
              .descriptors(10, CaptureBytes.file(3, "/a"));
      if (childFirst) {
        capture.event(11, 223, clone(0, 11, 11, 10, 0)).event(10, 223, clone(11, 10, 10, 1, 0));
      } else {
        capture.event(10, 223, clone(11, 10, 10, 1, 0)).event(11, 223, clone(0, 11, 11, 10, 0));
      }
      Collected seen =
          capture
              .event(11, CLOSE, number(0), number(3))
              .event(10, WRITE, number(1), bytes(1), number(3), number32(1))
              .event(12, 223, clone(0, 12, 10, 1, 1 | 1 << 13))
              .event(12, CLOSE, number(0), number(3))
              .event(10, WRITE, number(1), bytes(1), number(3), number32(1))
              .event(11, EXIT, number(9))
              .event(12, EXIT, number(0))
              .event(10, EXIT, number(0))
              .read()
              .seen();
      assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
      assertThat(seen.calls(Operation.EXIT, anything())).isEqualTo(2);
      assertThat(seen.calls(Operation.EXIT, kernel("killed by SIGKILL"))).isEqualTo(1);
      // a child has descriptors of its own, a thread has not
      assertThat(seen.bytes(Operation.WRITE, file("/a"))).isEqualTo(1);
      assertThat(seen.processes).extracting("pid").containsExactly(10L, 11L);
      assertThat(seen.processes.get(1).parent()).isEqualTo(0);
    }
  }

  @Test
  void bothEndsOfAConnectionAreNamedAlike() {
    byte[] client = ip(10, 0, 0, 2);
    byte[] server = ip(10, 0, 0, 1);
    byte[] mapped = ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 1);
    byte[] mappedClient = ip(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 10, 0, 0, 2);
    Collected seen =
        capture()
            .event(10, 19, number(3), number32(2), number32(1), number32(6))
            .event(10, 23, number(0), tuple(client, 40_000, server, 80), number(3))
            .event(10, 29, number(5), bytes(5), number(3), number32(5), bytes(0))
            .event(20, 389, number(7), tuple(mappedClient, 40_000, mapped, 80))
            .event(20, 35, number(5), bytes(5), bytes(0), number(7), number32(5))
            .read()
            .seen();
    assertThat(seen.calls(Operation.CONNECT, socket("10.0.0.2:40000", "10.0.0.1:80"))).isEqualTo(1);
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.2:40000", "10.0.0.1:80"))).isEqualTo(5);
    assertThat(seen.calls(Operation.ACCEPT, socket("10.0.0.1:80", "10.0.0.2:40000"))).isEqualTo(1);
    assertThat(seen.bytes(Operation.RECEIVE, socket("10.0.0.1:80", "10.0.0.2:40000"))).isEqualTo(5);
  }

  @Test
  void aConnectInProgressIsCountedWhenItsOutcomeIsKnown() {
    byte[] client = ip(10, 0, 0, 2);
    byte[] server = ip(10, 0, 0, 1);
    Collected seen =
        capture()
            .event(10, 19, number(3), number32(2), number32(1), number32(6))
            .event(10, 23, number(-115), tuple(client, 40_000, server, 80), number(3))
            .event(10, 29, number(-11), bytes(0), number(3), number32(5), bytes(0))
            .event(10, 29, number(5), bytes(5), number(3), number32(5), bytes(0))
            .event(10, 19, number(4), number32(2), number32(1), number32(6))
            .event(10, 23, number(-115), tuple(client, 40_001, server, 81), number(4))
            .event(10, CLOSE, number(0), number(4))
            .read()
            .seen();
    assertThat(seen.errors(Operation.CONNECT, socket("10.0.0.2:40000", "10.0.0.1:80"))).isZero();
    assertThat(seen.calls(Operation.CONNECT, socket("10.0.0.2:40000", "10.0.0.1:80"))).isEqualTo(1);
    assertThat(seen.errors(Operation.CONNECT, socket("10.0.0.2:40001", "10.0.0.1:81")))
        .isEqualTo(1);
    // what is asked for again is no error
    assertThat(seen.errors(Operation.SEND, anything())).isZero();
  }

  @Test
  void datagramsGoToThePeerTheyName() {
    byte[] own = ip(10, 0, 0, 2);
    Collected seen =
        capture()
            .event(10, 19, number(3), number32(2), number32(2), number32(17))
            .event(10, 30, number(3), number32(30), tuple(own, 5353, ip(8, 8, 8, 8), 53))
            .event(10, 31, number(30), bytes(30))
            .event(10, 35, number(90), bytes(80), tuple(ip(8, 8, 4, 4), 53, own, 5353), number(3))
            .read()
            .seen();
    assertThat(seen.bytes(Operation.SEND, socket("", "8.8.8.8:53"))).isEqualTo(30);
    assertThat(seen.bytes(Operation.RECEIVE, socket("", "8.8.4.4:53"))).isEqualTo(90);
  }

  @Test
  void pairsAndPipesAreOneWayHoweverManyHoldTheirEnds() {
    Collected seen =
        capture()
            .event(10, 393, number(0), number(3), number(4), number(999), number32(0))
            .event(10, 43, number(0), number(5), number(6), number(0xabc), number(0xdef))
            .event(10, WRITE, number(1), bytes(1), number(4), number32(1))
            .event(10, READ, number(1), bytes(1), number(3), number32(1))
            .event(10, 29, number(2), bytes(2), number(5), number32(2))
            .event(10, 33, number(2), bytes(2), number(6), number32(2))
            .read()
            .seen();
    assertThat(seen.entities)
        .filteredOn(channel("pipe"))
        .containsExactly(new Entity.ChannelEntity(0, 0, "pipe", "999"));
    assertThat(seen.entities).filteredOn(channel("socketpair")).hasSize(1);
    assertThat(seen.bytes(Operation.SEND, channel("socketpair"))).isEqualTo(2);
    assertThat(seen.bytes(Operation.RECEIVE, channel("socketpair"))).isEqualTo(2);
  }

  @Test
  void copiesAreReadHereAndWrittenThere() {
    Collected seen =
        capture()
            .process(10, 1, "/bin/nginx", "", "/", "/")
            .descriptors(
                10,
                CaptureBytes.file(3, "/page"),
                connection(4, ip(10, 0, 0, 1), 80, ip(10, 0, 0, 2), 40_000))
            .event(10, 189, number(700), number(0), number(4), number(3), number(4096))
            .read()
            .seen();
    assertThat(seen.bytes(Operation.READ, file("/page"))).isEqualTo(700);
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.1:80", "10.0.0.2:40000"))).isEqualTo(700);
  }

  @Test
  void controlEventsHaveTheirObjects() {
    Collected seen =
        capture()
            .process(10, 1, "/bin/sh", "", "/srv", "/")
            .event(10, 177, number(0), number(-100), text("a"), number(-100), text("b"))
            .event(10, 303, number(-2), number(-100), text("gone"), number32(0))
            .event(10, 241, number(0), number(4), number32(1 << 4))
            .event(10, 285, number(0), number32(1 << 4 | 1 << 5))
            .event(10, 257, number(0), text("proc"), text("/mnt"), text("proc"), number32(0))
            .event(10, 169, number(0), bytes(0), bytes(0), packed().int16(16), number(77))
            .event(10, 199, number(0), number32(0))
            .event(10, 129, number(0), number(77), packed().int8(9))
            .event(10, 129, number(0), number(10), packed().int8(9))
            .event(10, 405, number(9), text("shellcode"), number32(1))
            .event(10, 313, number(0), number(-100), text("/bin/x"), number32(0755))
            .read()
            .seen();
    assertThat(seen.calls(Operation.RENAME, file("/srv/b"))).isEqualTo(1);
    assertThat(seen.errors(Operation.DELETE, file("/srv/gone"))).isEqualTo(1);
    assertThat(seen.calls(Operation.SET_NAMESPACE, kernel("clone_newnet"))).isEqualTo(1);
    assertThat(seen.calls(Operation.SET_NAMESPACE, kernel("clone_newns|clone_newnet")))
        .isEqualTo(1);
    assertThat(seen.calls(Operation.MOUNT, kernel("/mnt"))).isEqualTo(1);
    assertThat(seen.calls(Operation.TRACE, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.SET_IDENTITY, kernel("uid"))).isEqualTo(1);
    assertThat(seen.calls(Operation.SIGNAL, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.CREATE_MEMORY_FILE, channel("memfd"))).isEqualTo(1);
    assertThat(seen.calls(Operation.CHANGE_MODE, file("/bin/x"))).isEqualTo(1);
  }

  @Test
  void containersAreToldApartByTheirCgroupsAndNamedByTheirRuntime() {
    CaptureBytes.Read read =
        capture()
            .machine("host-b")
            .process(10, 1, "/bin/sh", "", "/", "/system.slice")
            .process(20, 1, "/bin/sh", "", "/", "/docker/" + ID)
            .event(
                0,
                272,
                text(
                    "{\"container\":{\"id\":\"%s\",\"name\":\"web-1\",\"image\":\"nginx:1.27\"}}"
                        .formatted(ID.substring(0, 12))))
            .event(10, WRITE, number(1), bytes(1), number(1), number32(1))
            .event(20, WRITE, number(1), bytes(1), number(1), number32(1))
            .read();
    assertThat(read.seen().containers)
        .extracting("name", "host", "image", "cgroup")
        .containsExactly(
            row("machine", "host-b", null, null),
            row("web-1", "host-b", "nginx:1.27", "/docker/" + ID));
    assertThat(read.seen().processes).extracting("container").containsExactly(0, 1);
    assertThat(read.intake().accepted()).isEqualTo(2);
    assertThat(read.intake().skipped()).containsExactly(new Intake.Skipped(272, 1));
  }

  @Test
  void typesThatSysdigDoesNotShowCountApart() {
    CaptureBytes.Read read =
        capture()
            .event(1, 234, number(1), number(2))
            .event(1, 234, number(1), number(2))
            .event(1, 354, number32(1))
            .event(1, 60_000)
            .flagged(ScapEvent.STATE_ONLY, 1, READ, number(5), bytes(5), number(3), number32(5))
            .flagged(0, 1, READ, number(5), bytes(5), number(3), number32(5))
            .large(1, 322, number32(1), bytes(100_000))
            .read();
    assertThat(read.intake().accepted()).isEqualTo(2);
    assertThat(read.intake().rejected()).isZero();
    assertThat(read.intake().skipped())
        .containsExactly(
            new Intake.Skipped(READ, 1),
            new Intake.Skipped(234, 2),
            new Intake.Skipped(354, 1),
            new Intake.Skipped(60_000, 1));
    assertThat(read.seen().bytes(Operation.READ, anything())).isEqualTo(5);
  }

  @Test
  void whatTheSourceDroppedMakesItsIntervalsIncomplete() {
    Collected seen =
        capture()
            .event(1, 148, number32(2))
            .event(1, READ, number(5), bytes(5), number(3), number32(5))
            .read()
            .seen();
    assertThat(seen.gaps).extracting("reason").containsExactly("dropped by source");
  }

  @Test
  void anotherSectionBeginsAnew() {
    Collected seen =
        capture()
            .process(10, 1, "/bin/sh", "", "/", "/")
            .descriptors(10, CaptureBytes.file(3, "/a"))
            .section()
            .event(10, WRITE, number(1), bytes(1), number(3), number32(1))
            .read()
            .seen();
    assertThat(seen.bytes(Operation.WRITE, channel("unknown"))).isEqualTo(1);
  }

  @Test
  void anUnknownOrDamagedBlockIsToldAndTheRestIsRead() {
    CaptureBytes capture = capture();
    int unknown = capture.length();
    capture.block(0x777, packed().int64(1));
    CaptureBytes.Read read =
        capture
            .raw(new byte[] {1, 2, 3, 4, -1, -1, -1, -1})
            .event(10, WRITE, number(1), bytes(1), number(3), number32(1))
            .block(0x216, packed().int16(0).int64(5))
            .event(10, WRITE, number(1), bytes(1), number(3), number32(1))
            .read();
    assertThat(read.intake().accepted()).isEqualTo(2);
    assertThat(read.intake().rejections().entries())
        .extracting("reason", "firstPosition")
        .contains(row(ScapFile.UNKNOWN_BLOCK, "input:byte " + unknown));
    assertThat(read.intake().rejections().entries())
        .extracting("reason")
        .containsExactlyInAnyOrder(
            ScapFile.UNKNOWN_BLOCK, ScapBlocks.BAD_LENGTH, ScapEvent.TOO_SHORT);
    assertThat(read.seen().gaps).extracting("count").containsExactly(3L);
  }

  @Test
  void parametersBeyondTheirEventAreRefused() {
    byte[] capture =
        capture().event(10, WRITE, number(1), bytes(1), number(3), number32(1)).toBytes();
    byte[] lying = capture.clone();
    lying[capture.length - 4 - 3 - 21 - 8] = 127;
    Intake intake = CaptureBytes.read(new ByteArrayInputStream(lying)).intake();
    assertThat(intake.received()).isEqualTo(1);
    assertThat(List.of(ScapEvent.BAD_PARAMETERS))
        .containsAll(intake.rejections().entries().stream().map(entry -> entry.reason()).toList());
  }

  /**
   * Parameters of a clone: result, name, arguments, tid, pid, parent, ..., flags, uid, gid, vtid.
   */
  private static Packed[] clone(long result, long tid, long pid, long parent, int flags) {
    return new Packed[] {
      number(result),
      text("sh"),
      bytes(0),
      number(tid),
      number(pid),
      number(parent),
      text("/"),
      number(1024),
      number(0),
      number(0),
      number32(0),
      number32(0),
      number32(0),
      text("sh"),
      text("cpu=/"),
      number32(flags),
      number32(0),
      number32(0),
      number(tid),
      number(pid)
    };
  }

  private static Tuple row(Object... values) {
    return Tuple.tuple(values);
  }

  private static Predicate<Entity> kernel(String name) {
    return entity -> entity instanceof Entity.KernelEntity kernel && kernel.name().equals(name);
  }
}
