package io.distappguard.telemetry.sysdig;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.channel;
import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Collected.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Operation;
import org.junit.jupiter.api.Test;

/** What sysdig's text and JSON come to. */
class SysdigReaderTest {

  @Test
  void aCallIsTheLineOfLeavingItOnTheDescriptorOfEntering() {
    Collected seen =
        Sysdig.text(
                "34384 12:02:36.269827674 2 echo (7896) > write fd=1(<f>/dev/pts/3) size=12 ",
                "34385 12:02:36.269827680 1 cat (7897) > read fd=3(<f>/etc/hosts) size=4096 ",
                "34386 12:02:36.269829674 2 echo (7896) < write res=12 data=hello world. ",
                "34387 12:02:36.269829675 1 cat (7897) < read res=-9(EBADF) data= ")
            .seen();
    assertThat(seen.bytes(Operation.WRITE, file("/dev/pts/3"))).isEqualTo(12);
    assertThat(seen.errors(Operation.READ, file("/etc/hosts"))).isEqualTo(1);
    assertThat(seen.processes).extracting("executable").containsExactly("echo", "cat");
    assertThat(seen.exchanges.getFirst().interval()).isEqualTo((12 * 3600 + 2 * 60 + 36) * 1000);
  }

  @Test
  void payloadThatLooksLikeParametersIsPayload() {
    Collected seen =
        Sysdig.text(
                "1 12:00:00.000000001 0 sh (5) > write fd=1(<f>/a) size=40 ",
                "2 12:00:00.000000002 0 sh (5) < write res=40 data=x fd=9(<f>/etc/shadow) res=1 ",
                "3 12:00:00.000000003 0 sh (5) < read res=7 data=a fd=8(<f>/x) fd=3(<f>/b) size=7 ")
            .seen();
    assertThat(seen.bytes(Operation.WRITE, file("/a"))).isEqualTo(40);
    assertThat(seen.bytes(Operation.READ, file("/b"))).isEqualTo(7);
    assertThat(seen.calls(Operation.WRITE, file("/etc/shadow"))).isZero();
  }

  @Test
  void containersStandBeforeTheProcess() {
    Collected seen =
        Sysdig.text(
                "1 12:00:00.000000001 0 host (host) my shell (5:5) < read res=1 data=a fd=3(<f>/a)"
                    + " ",
                "2 12:00:00.000000002 0 web-1 (154a173602f6) nginx (9:1) < read res=2 data=a"
                    + " fd=3(<f>/b) ")
            .seen();
    assertThat(seen.containers).extracting("name").containsExactly("machine", "web-1");
    assertThat(seen.processes).extracting("executable").containsExactly("my shell", "nginx");
    assertThat(seen.bytes(Operation.READ, file("/b"))).isEqualTo(2);
  }

  @Test
  void midnightIsPassed() {
    Sysdig read =
        Sysdig.text(
            "1 23:59:59.900000000 0 sh (5) < read res=1 data=a fd=3(<f>/a) ",
            "2 00:00:00.100000000 0 sh (5) < read res=1 data=a fd=3(<f>/a) ");
    assertThat(read.intake().rejected()).isZero();
    assertThat(read.intake().durationSeconds()).isEqualTo(0.2);
  }

  @Test
  void anAcceptedConnectionIsNamedFromItsServersEnd() {
    Collected seen =
        Sysdig.json(
                line(
                    1,
                    "accept",
                    "<",
                    "sshd",
                    30662,
                    "fd=5(<4t>81.218.170.178:44549->172.17.0.2:ssh)"
                        + " tuple=81.218.170.178:44549->172.17.0.2:ssh queuepct=0 "),
                line(
                    2,
                    "read",
                    ">",
                    "sshd",
                    30662,
                    "fd=5(<4t>81.218.170.178:44549->172.17.0.2:ssh) size=10 "),
                line(3, "read", "<", "sshd", 30662, "res=10 data=.......... "),
                line(
                    4,
                    "write",
                    ">",
                    "sshd",
                    30999,
                    "fd=7(<4t>81.218.170.178:44550->172.17.0.2:ssh) size=3 "),
                line(5, "write", "<", "sshd", 30999, "res=3 data=... "))
            .seen();
    assertThat(seen.calls(Operation.ACCEPT, socket("172.17.0.2:22", "81.218.170.178:44549")))
        .isEqualTo(1);
    assertThat(seen.bytes(Operation.RECEIVE, socket("172.17.0.2:22", "81.218.170.178:44549")))
        .isEqualTo(10);
    // one that was there before, at a port this program listens on
    assertThat(seen.bytes(Operation.SEND, socket("172.17.0.2:22", "81.218.170.178:44550")))
        .isEqualTo(3);
  }

  @Test
  void processesForkExecuteAndEnd() {
    Collected seen =
        Sysdig.text(
                "1 12:00:00.000000001 0 sh (5) < clone res=6(sh) exe=sh args= tid=5(sh) pid=5(sh)"
                    + " ptid=1(init) cwd=/srv fdlimit=1024 flags=0 uid=0 gid=0 vtid=5(sh)"
                    + " vpid=5(sh) ",
                "2 12:00:00.000000002 0 sh (6) < clone res=0 exe=sh args= tid=6(sh) pid=6(sh)"
                    + " ptid=5(sh) cwd=/srv fdlimit=1024 flags=0 uid=0 gid=0 vtid=6(sh) vpid=6(sh)"
                    + " ",
                "3 12:00:00.000000003 0 sh (6) > execve filename=/bin/ls ",
                "4 12:00:00.000000004 0 ls (6) < execve res=0 exe=ls args=-l. tid=6(ls) pid=6(ls)"
                    + " ptid=5(sh) cwd=/srv/ fdlimit=1024 comm=ls env=A=B. tty=0 ",
                "5 12:00:00.000000005 0 ls (6) > unlink ",
                "6 12:00:00.000000006 0 ls (6) < unlink res=0 path=gone(/srv/gone) ",
                "7 12:00:00.000000007 0 ls (6) > procexit status=9 ")
            .seen();
    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.EXECUTE, file("/bin/ls"))).isEqualTo(1);
    assertThat(seen.calls(Operation.DELETE, file("/srv/gone"))).isEqualTo(1);
    assertThat(seen.calls(Operation.EXIT, anything())).isEqualTo(1);
    assertThat(seen.processes).extracting("arguments").containsExactly("sh", "sh", "ls -l");
  }

  @Test
  void descriptorsAreFollowedThroughDupAndClose() {
    Collected seen =
        Sysdig.text(
                "1 12:00:00.000000001 0 sh (5) < openat fd=3(<f>/tmp/a) dirfd=-100(AT_FDCWD)"
                    + " name=a(/tmp/a) flags=4098(O_WRONLY|O_CLOEXEC) mode=0 ",
                "2 12:00:00.000000002 0 sh (5) > dup fd=3(<f>/tmp/a) ",
                "3 12:00:00.000000003 0 sh (5) < dup res=4(<f>/tmp/a) ",
                "4 12:00:00.000000004 0 sh (5) < write res=5 data=hello fd=4 size=5 ",
                "5 12:00:00.000000005 0 sh (5) < pipe res=0 fd1=6(<p>) fd2=7(<p>) ino=4711 ",
                "6 12:00:00.000000006 0 sh (5) < write res=5 data=hello fd=7(<p>) size=5 ",
                "7 12:00:00.000000007 0 sh (5) < close res=0 fd=4 ",
                "8 12:00:00.000000008 0 sh (5) < write res=1 data=h fd=4 size=1 ")
            .seen();
    assertThat(seen.calls(Operation.OPEN_FOR_WRITE, file("/tmp/a"))).isEqualTo(1);
    assertThat(seen.bytes(Operation.WRITE, file("/tmp/a"))).isEqualTo(5);
    assertThat(seen.bytes(Operation.WRITE, channel("pipe"))).isEqualTo(5);
    assertThat(seen.bytes(Operation.WRITE, channel("unknown"))).isEqualTo(1);
  }

  @Test
  void aResultIsTheParameterOfThatNameWhereverItStands() {
    Sysdig read =
        Sysdig.text(
            "1 1700000000.000000100 0 app (50) > open cwd=/srv/ latency=0",
            "2 1700000000.000000200 0 app (50) < open cwd=/srv/ fd=-2(ENOENT) name=/srv/none"
                + " flags=1(O_RDONLY) mode=0 latency=100",
            "3 1700000000.000000300 0 app (50) > read cwd=/srv/ fd=3(<f>/srv/data) size=100"
                + " latency=0",
            "4 1700000000.000000400 0 app (50) < read cwd=/srv/ res=48 data=...... latency=100",
            "5 1700000000.000000500 0 app (50) > read fd=3(<f>/srv/data) size=100",
            "6 1700000000.000000600 0 app (50) < read latency=7 data=a res=1 fd=9 res=2 res=5 ");
    assertThat(read.intake().rejected()).isZero();
    assertThat(read.seen().errors(Operation.OPEN, file("/srv/none"))).isEqualTo(1);
    assertThat(read.seen().bytes(Operation.READ, file("/srv/data"))).isEqualTo(53);
  }

  @Test
  void aCallWithoutItsResultIsRefusedNotTakenAsSuccess() {
    Sysdig read =
        Sysdig.text(
            "1 12:00:00.000000001 0 sh (5) > read fd=3(<f>/a) size=9 ",
            "2 12:00:00.000000002 0 sh (5) < read data=...... ",
            "3 12:00:00.000000003 0 sh (5) < read ",
            "4 12:00:00.000000004 0 sh (5) < open name=/b flags=1(O_RDONLY) mode=0 ",
            "5 12:00:00.000000005 0 sh (5) < read res=<NA> fd=3(<f>/a) ",
            "6 12:00:00.000000006 0 sh (5) < memfd_create ");
    assertThat(read.intake().rejections().entries())
        .singleElement()
        .satisfies(refused -> {
          assertThat(refused.reason()).isEqualTo(SysdigInterpreter.NO_RESULT);
          assertThat(refused.count()).isEqualTo(4);
          assertThat(refused.firstPosition()).isEqualTo("input:2");
        });
    assertThat(read.seen().exchanges).isEmpty();
    assertThat(
            Sysdig.json(
                    line(1, "read", "<", "sh", 5, "fd=3(<f>/a) data=abc "),
                    line(2, "close", "<", "sh", 5, "res=0 "))
                .intake()
                .rejected())
        .isEqualTo(1);
  }

  @Test
  void whatATerminalShowsIsRead() {
    String[] plain = {
      "1 12:00:00.000000100 0 app (50.51) > read fd=3(<f>/srv/data) size=100 ",
      "2 12:00:00.000000200 0 app (50.51) < read res=48 data=...... ",
      "3 12:00:00.000000300 0 <NA> (<NA>.0) > switch next=2987(sysdig) pgft_maj=0 ",
      "4 12:00:00.000000400 0 app (50.52) < write res=2 data=ab fd=4(<f>/srv/out) "
    };
    String[] coloured =
        java.util.Arrays.stream(plain)
            .map(line ->
                line.replaceFirst(
                    "(\\d) (\\S+) \\((\\S+)\\.(\\d+)\\) ([<>]) (\\w+)",
                    "$1 \033[01;32m$2\033[00m (\033[01;36m$3\033[00m.$4) $5 \033[01;34m$6\033[00m"))
            .toArray(String[]::new);
    assertThat(coloured[0]).contains("\033[01;36m50\033[00m.51");
    Sysdig onTerminal = Sysdig.text(String.join("\r\n", coloured), "\033[00m");
    for (Sysdig read : new Sysdig[] {Sysdig.text(plain), onTerminal}) {
      assertThat(read.intake().rejected()).isZero();
      assertThat(read.seen().bytes(Operation.READ, file("/srv/data"))).isEqualTo(48);
      assertThat(read.seen().bytes(Operation.WRITE, file("/srv/out"))).isEqualTo(2);
      assertThat(read.seen().processes).hasSize(1);
      assertThat(read.seen().processes.getFirst().executable()).isEqualTo("app");
    }
  }

  private static String line(
      int number, String type, String direction, String process, int tid, String parameters) {
    return "{\"container.id\":\"154a173602f6\",\"container.name\":\"ssh_1\",\"evt.cpu\":0,"
        + "\"evt.dir\":\"%s\",\"evt.info\":\"%s\",\"evt.num\":%d,"
            .formatted(direction, parameters, number)
        + "\"evt.outputtime\":%d,\"evt.type\":\"%s\",\"proc.name\":\"%s\",\"thread.tid\":%d}"
            .formatted(1457286491203423434L + number, type, process, tid);
  }
}
