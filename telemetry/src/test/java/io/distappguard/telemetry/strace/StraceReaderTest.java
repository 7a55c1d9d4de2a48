package io.distappguard.telemetry.strace;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.channel;
import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Collected.socket;
import static io.distappguard.telemetry.Operation.ACCEPT;
import static io.distappguard.telemetry.Operation.CHANGE_MODE;
import static io.distappguard.telemetry.Operation.CONNECT;
import static io.distappguard.telemetry.Operation.DELETE;
import static io.distappguard.telemetry.Operation.EXECUTE;
import static io.distappguard.telemetry.Operation.EXIT;
import static io.distappguard.telemetry.Operation.FORK;
import static io.distappguard.telemetry.Operation.LISTEN;
import static io.distappguard.telemetry.Operation.OPEN;
import static io.distappguard.telemetry.Operation.OPEN_FOR_WRITE;
import static io.distappguard.telemetry.Operation.READ;
import static io.distappguard.telemetry.Operation.RECEIVE;
import static io.distappguard.telemetry.Operation.RENAME;
import static io.distappguard.telemetry.Operation.SEND;
import static io.distappguard.telemetry.Operation.SET_IDENTITY;
import static io.distappguard.telemetry.Operation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Collected.Exchange;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.ProcessImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as strace 6.1 wrote them, and what they mean. */
class StraceReaderTest {

  @Test
  void readsTheSampleOfTheFormatDescription() {
    Straced straced =
        Straced.lines(
            "29530 1795308870.770000 accept4(3<TCP:[127.0.0.1:7100]>,  <unfinished ...>",
            "29531 1795308870.773244 connect(5<TCP:[74989]>, {sa_family=AF_INET,"
                + " sin_port=htons(7100), sin_addr=inet_addr(\"127.0.0.1\")}, 16) = 0",
            "29530 1795308870.773940 <... accept4 resumed>{sa_family=AF_INET,"
                + " sin_port=htons(53418), sin_addr=inet_addr(\"127.0.0.1\")}, [16], SOCK_CLOEXEC)"
                + " = 4<TCP:[127.0.0.1:7100->127.0.0.1:53418]>",
            "29531 1795308870.774425 sendto(5<TCP:[127.0.0.1:53418->127.0.0.1:7100]>, \"\"..., 5,"
                + " 0, NULL, 0 <unfinished ...>",
            "29530 1795308870.777926 write(7<pipe:[74173]>, \"\"..., 3) = 3",
            "29531 1795308870.778000 <... sendto resumed>) = 5",
            "29530 1795308870.780329 sendto(9<UNIX-STREAM:[74175->74176]>, \"\"..., 2, 0, NULL, 0)"
                + " = 2",
            "29530 1795308870.778454 write(8</srv/data.txt>, \"\"..., 100) = 100");
    assertThat(straced.intake().rejections().entries()).isEmpty();
    assertThat(straced.intake().accepted()).isEqualTo(8);
    Collected seen = straced.seen();
    assertThat(seen.calls(ACCEPT, socket("127.0.0.1:7100", "127.0.0.1:53418"))).isEqualTo(1);
    assertThat(seen.calls(CONNECT, socket("127.0.0.1:53418", "127.0.0.1:7100"))).isEqualTo(1);
    assertThat(seen.bytes(SEND, socket("127.0.0.1:53418", "127.0.0.1:7100"))).isEqualTo(5);
    assertThat(seen.bytes(WRITE, channel("pipe"))).isEqualTo(3);
    assertThat(seen.bytes(SEND, channel("socketpair"))).isEqualTo(2);
    assertThat(seen.bytes(WRITE, file("/srv/data.txt"))).isEqualTo(100);
  }

  @Test
  void mappedAddressesAreWrittenAsPlainIpv4() {
    Collected seen =
        Straced.lines(
                "22867 1795314780.506940 read(8<TCPv6:[[::ffff:10.77.0.2]:8080->"
                    + "[::ffff:10.77.0.1]:47932]>, \"GET / HTTP/1.1\\r\\n\"..., 8192) = 194",
                "22867 1795314780.506950 read(9<TCPv6:[[fe80::1]:8080->[fe80::2]:47932]>, \"\", 1)"
                    + " = 0")
            .seen();
    assertThat(seen.bytes(RECEIVE, socket("10.77.0.2:8080", "10.77.0.1:47932"))).isEqualTo(194);
    assertThat(seen.calls(RECEIVE, socket("[fe80::1]:8080", "[fe80::2]:47932"))).isEqualTo(1);
  }

  @Test
  void aResultCountsWhenItComes() {
    Collected seen =
        Straced.lines(
                "1 1795308870.100000 read(3<pipe:[9]>,  <unfinished ...>",
                "2 1795308871.200000 write(4<pipe:[9]>, \"x\", 1) = 1",
                "1 1795308875.300000 <... read resumed>\"x\", 1) = 1")
            .seen();
    assertThat(seen.matching(READ, channel("pipe")))
        .extracting(Exchange::interval)
        .containsExactly(1795308875000L);
    assertThat(seen.ended).containsExactly(1795308870000L, 1795308871000L, 1795308875000L);
  }

  @Test
  void aSecondHalfWithoutItsFirstIsRefused() {
    Intake intake = Straced.lines("1 1795308870.100000 <... read resumed>\"x\", 1) = 1").intake();
    assertThat(intake.rejections().entries())
        .extracting("reason", "count", "firstPosition")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Interpreter.NO_FIRST_HALF, 1L, "input:1"));
  }

  @Test
  void aConnectThatNeverShowsItsAddressesCountsByWhatWasAskedFor() {
    Collected seen =
        Straced.lines(
                connect(5, 1, "10.0.0.9", 80, "0"),
                "1 1795308870.200000 close(5<TCP:[1]>) = 0",
                connect(6, 2, "10.0.0.8", 81, "-1 ECONNREFUSED (Connection refused)"),
                connect(7, 3, "10.0.0.7", 82, "-1 EINPROGRESS (Operation now in progress)"),
                "1 1795308870.300000 close(7<TCP:[3]>) = 0")
            .seen();
    assertThat(seen.calls(CONNECT, socket("", "10.0.0.9:80"))).isEqualTo(1);
    assertThat(seen.errors(CONNECT, socket("", "10.0.0.9:80"))).isZero();
    assertThat(seen.errors(CONNECT, socket("", "10.0.0.8:81"))).isEqualTo(1);
    assertThat(seen.errors(CONNECT, socket("", "10.0.0.7:82"))).isEqualTo(1);
  }

  @Test
  void aConnectUnderWayCountsOnceItsAddressesShow() {
    Collected seen =
        Straced.lines(
                connect(5, 1, "10.0.0.9", 80, "-1 EINPROGRESS (Operation now in progress)"),
                "1 1795308870.200000 sendto(5<TCP:[10.0.0.1:4000->10.0.0.9:80]>, \"\"..., 7, 0,"
                    + " NULL, 0) = 7",
                "1 1795308871.200000 recvfrom(5<TCP:[1]>, 0x7f, 7, 0, NULL, NULL) = -1 ECONNRESET"
                    + " (Connection reset by peer)")
            .seen();
    assertThat(seen.calls(CONNECT, socket("10.0.0.1:4000", "10.0.0.9:80"))).isEqualTo(1);
    assertThat(seen.errors(CONNECT, anything())).isZero();
    // a connection that has ended shows its inode alone, and is still the same
    assertThat(seen.errors(RECEIVE, socket("10.0.0.1:4000", "10.0.0.9:80"))).isEqualTo(1);
  }

  @Test
  void withoutAddressesFromTheKernelThoseOfTheCallsServe() {
    Collected seen =
        Straced.lines(
                connect(5, 1, "10.0.0.9", 80, "0"),
                "1 1795308870.200000 write(5<TCP:[1]>, \"abc\", 3) = 3",
                "1 1795308870.300000 bind(3, {sa_family=AF_INET, sin_port=htons(99),"
                    + " sin_addr=inet_addr(\"10.0.0.1\")}, 16) = 0")
            .seen();
    assertThat(seen.bytes(SEND, socket("", "10.0.0.9:80"))).isEqualTo(3);
  }

  @Test
  void plainDescriptorsAreFollowedWithoutAnnotations() {
    Collected seen =
        Straced.lines(
                "1 1795308870.000001 openat(AT_FDCWD, \"/etc/hosts\", O_RDONLY|O_CLOEXEC) = 3",
                "1 1795308870.000002 read(3, \"127\", 4096) = 30",
                "1 1795308870.000003 dup2(3, 9) = 9",
                "1 1795308870.000004 close(3) = 0",
                "1 1795308870.000005 read(9, \"127\", 4096) = 40",
                "1 1795308870.000006 socket(AF_INET, SOCK_STREAM, IPPROTO_TCP) = 3",
                "1 1795308870.000007 connect(3, {sa_family=AF_INET, sin_port=htons(80),"
                    + " sin_addr=inet_addr(\"10.0.0.9\")}, 16) = 0",
                "1 1795308870.000008 write(3, \"GET\", 3) = 3",
                "1 1795308870.000009 pipe([4, 5]) = 0",
                "1 1795308870.000010 write(5, \"x\", 1) = 1",
                "1 1795308870.000011 read(4, \"x\", 1) = 1")
            .seen();
    assertThat(seen.bytes(READ, file("/etc/hosts"))).isEqualTo(70);
    assertThat(seen.bytes(SEND, socket("", "10.0.0.9:80"))).isEqualTo(3);
    assertThat(seen.matching(WRITE, channel("pipe")).getFirst().entity())
        .isEqualTo(seen.matching(READ, channel("pipe")).getFirst().entity());
  }

  @Test
  void descriptorsAreInheritedAndClosedOnExecution() {
    Collected seen =
        Straced.lines(
                "1 1795308870.000001 openat(AT_FDCWD, \"/keep\", O_RDONLY) = 3",
                "1 1795308870.000002 openat(AT_FDCWD, \"/drop\", O_RDONLY|O_CLOEXEC) = 4",
                "1 1795308870.000003 fork() = 2",
                "2 1795308870.000004 execve(\"/bin/cat\", [\"cat\", \"-\"], 0x7ff /* 3 vars */) ="
                    + " 0",
                "2 1795308870.000005 read(3, \"\", 10) = 10",
                "2 1795308870.000006 read(4, \"\", 10) = 20",
                "1 1795308870.000007 read(4, \"\", 10) = 40")
            .seen();
    assertThat(seen.bytes(READ, file("/keep"))).isEqualTo(10);
    assertThat(seen.bytes(READ, file("/drop"))).isEqualTo(40);
    assertThat(seen.bytes(READ, channel("unknown"))).isEqualTo(20);
  }

  @Test
  void aChildMaySpeakBeforeItsForkReturns() {
    Collected seen =
        Straced.lines(
                "10 1795308870.000000 execve(\"/bin/sh\", [\"sh\"], 0x7ff /* 3 vars */) = 0",
                "10 1795308870.000001 clone(child_stack=NULL, flags=CLONE_CHILD_SETTID|SIGCHLD"
                    + " <unfinished ...>",
                "11 1795308870.000002 write(1</out>, \"x\", 1) = 1",
                "10 1795308870.000003 <... clone resumed>, child_tidptr=0x7f) = 11",
                "11 1795308870.000004 execve(\"/bin/ls\", [\"ls\", \"-l\"], 0x7ff /* 3 vars */) ="
                    + " 0",
                "11 1795308870.000005 +++ exited with 0 +++")
            .seen();
    assertThat(seen.processes)
        .extracting(ProcessImage::pid, ProcessImage::parent, ProcessImage::executable)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(10L, -1, "/bin/sh"),
            org.assertj.core.groups.Tuple.tuple(11L, 0, "/bin/sh"),
            org.assertj.core.groups.Tuple.tuple(11L, 0, "/bin/ls"));
    assertThat(seen.processes.getLast().arguments()).isEqualTo("ls -l");
    assertThat(seen.calls(FORK, anything())).isEqualTo(1);
    assertThat(seen.calls(EXIT, anything())).isEqualTo(1);
    assertThat(seen.calls(EXECUTE, file("/bin/ls"))).isEqualTo(1);
  }

  @Test
  void aProgramIsNotTakenForTheOneWhoseThreadIsBegunAtTheSameTime() {
    Collected seen =
        Straced.lines(
                "10 1795308870.000000 execve(\"/bin/java\", [\"java\"], 0x7ff /* 3 vars */) = 0",
                "10 1795308870.000001 clone(child_stack=NULL, flags=SIGCHLD) = 20",
                "20 1795308870.000002 execve(\"/bin/sh\", [\"sh\"], 0x7ff /* 3 vars */) = 0",
                "20 1795308870.000003 clone(child_stack=NULL, flags=SIGCHLD <unfinished ...>",
                "10 1795308870.000004 clone3({flags=CLONE_VM|CLONE_FILES|CLONE_THREAD,"
                    + " child_tid=0x7f} <unfinished ...>",
                "22 1795308870.000005 execve(\"/bin/head\", [\"head\"], 0x7ff /* 3 vars */) = 0",
                "21 1795308870.000006 write(1</out>, \"x\", 1) = 1",
                "10 1795308870.000007 <... clone3 resumed> => {parent_tid=[21]}, 88) = 21",
                "20 1795308870.000008 <... clone resumed>, child_tidptr=0x7f) = 22",
                "10 1795308870.000009 write(1</log>, \"x\", 1) = 1",
                "22 1795308870.000010 write(1</out>, \"xy\", 2) = 2")
            .seen();
    assertThat(seen.processes)
        .extracting(ProcessImage::pid, ProcessImage::parent, ProcessImage::executable)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(10L, -1, "/bin/java"),
            org.assertj.core.groups.Tuple.tuple(20L, 0, "/bin/java"),
            org.assertj.core.groups.Tuple.tuple(20L, 0, "/bin/sh"),
            org.assertj.core.groups.Tuple.tuple(22L, 2, "/bin/sh"),
            org.assertj.core.groups.Tuple.tuple(22L, 2, "/bin/head"));
  }

  /** As strace 6.1 writes to a terminal of a program of i386, whose calls have names of its own. */
  @Test
  void aProgramOf32BitsIsReadAsOthers() {
    Straced straced =
        Straced.lines(
            "[pid 75] 1796143418.354226 [ Process PID=75 runs in 32 bit mode. ]",
            "[pid 75] 1796143418.354230 setuid32(0) = 0",
            "[pid 75] 1796143418.354240 send(3<TCP:[10.0.0.1:40000->10.0.0.2:80]>, \"\", 7, 0) = 7",
            "[pid 75] 1796143418.354250 chown32(\"/x\", 0, 0) = 0");
    assertThat(straced.intake().rejections().entries()).isEmpty();
    Collected seen = straced.seen();
    assertThat(seen.calls(SET_IDENTITY, anything())).isEqualTo(1);
    assertThat(seen.bytes(SEND, socket("10.0.0.1:40000", "10.0.0.2:80"))).isEqualTo(7);
    assertThat(seen.calls(CHANGE_MODE, file("/x"))).isEqualTo(1);
  }

  @Test
  void threadsBelongToTheirProcess() {
    Collected seen =
        Straced.lines(
                "10 1795308870.000000 execve(\"/bin/java\", [\"java\"], 0x7ff /* 3 vars */) = 0",
                "10 1795308870.000001 clone3({flags=CLONE_VM|CLONE_FILES|CLONE_THREAD,"
                    + " child_tid=0x7f} <unfinished ...>",
                "11 1795308870.000002 openat(AT_FDCWD, \"/a\", O_RDONLY) = 7",
                "10 1795308870.000003 <... clone3 resumed> => {parent_tid=[11]}, 88) = 11",
                "10 1795308870.000004 read(7, \"\", 10) = 10",
                "11 1795308870.000005 +++ exited with 0 +++",
                "10 1795308870.000006 exit_group(0) = ?",
                "10 1795308870.000007 +++ exited with 0 +++")
            .seen();
    assertThat(seen.processes).hasSize(1);
    assertThat(seen.bytes(READ, file("/a"))).isEqualTo(10);
    assertThat(seen.calls(FORK, anything())).isZero();
    assertThat(seen.calls(EXIT, anything())).isEqualTo(1);
  }

  @Test
  void anExecutingThreadGoesOnAsTheLeader() {
    Collected seen =
        Straced.lines(
                "10 1795308870.000000 execve(\"/bin/a\", [\"a\"], 0x7ff /* 3 vars */) = 0",
                "10 1795308870.000001 clone(child_stack=0x7f, flags=CLONE_VM|CLONE_THREAD) = 11",
                "11 1795308870.000002 execve(\"/bin/b\", [\"b\"], 0x7ff /* 3 vars */ <unfinished"
                    + " ...>",
                "10 1795308870.000003 +++ superseded by execve in pid 11 +++",
                "10 1795308870.000004 <... execve resumed>) = 0",
                "10 1795308870.000005 read(0</dev/null<char 1:3>>, \"\", 1) = 0",
                "10 1795308870.000006 +++ exited with 0 +++")
            .seen();
    assertThat(seen.processes)
        .extracting(ProcessImage::executable)
        .containsExactly("/bin/a", "/bin/b");
    assertThat(seen.matching(READ, file("/dev/null")).getFirst().process()).isEqualTo(1);
    assertThat(seen.calls(EXIT, anything())).isEqualTo(1);
  }

  @Test
  void messagesCountTheirLengths() {
    Collected seen =
        Straced.lines(
                "1 1795308870.000000 sendmmsg(3<UDP:[10.0.0.1:5->10.0.0.2:6]>,"
                    + " [{msg_hdr={msg_name=NULL, msg_iov=[{iov_base=\"hello\", iov_len=5}]},"
                    + " msg_len=5}, {msg_hdr={msg_name=NULL, msg_iov=[{iov_base=\"abc\","
                    + " iov_len=3}]}, msg_len=3}], 2, 0) = 2")
            .seen();
    assertThat(seen.bytes(SEND, socket("10.0.0.1:5", "10.0.0.2:6"))).isEqualTo(8);
    assertThat(seen.calls(SEND, anything())).isEqualTo(1);
  }

  @Test
  void datagramsWithoutConnectionGoToTheAddressOfTheCall() {
    Collected seen =
        Straced.lines(
                "1 1795308870.000000 sendto(3<UDP:[0.0.0.0:5353]>, \"q\"..., 30, 0,"
                    + " {sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(\"9.9.9.9\")},"
                    + " 16) = 30",
                "1 1795308870.000001 recvmsg(3<UDP:[0.0.0.0:5353]>, {msg_name={sa_family=AF_INET,"
                    + " sin_port=htons(53), sin_addr=inet_addr(\"9.9.9.9\")}, msg_namelen=16,"
                    + " msg_iov=[{iov_base=\"a\", iov_len=512}]}, 0) = 60")
            .seen();
    assertThat(seen.bytes(SEND, socket("0.0.0.0:5353", "9.9.9.9:53"))).isEqualTo(30);
    assertThat(seen.bytes(RECEIVE, socket("0.0.0.0:5353", "9.9.9.9:53"))).isEqualTo(60);
  }

  @Test
  void copiesWithinTheKernelAreTwoExchanges() {
    Collected seen =
        Straced.lines(
                "1 1795308870.000000 sendfile(4<TCP:[10.0.0.1:80->10.0.0.2:6]>, 7</a>, [0] => [9],"
                    + " 9) = 9",
                "1 1795308870.000001 splice(7</a>, NULL, 6<pipe:[1]>, NULL, 50, 0) = 50",
                "1 1795308870.000002 copy_file_range(7</a>, [0], 8</b>, NULL, 77, 0) = 77")
            .seen();
    assertThat(seen.bytes(READ, file("/a"))).isEqualTo(136);
    assertThat(seen.bytes(SEND, anything())).isEqualTo(9);
    assertThat(seen.bytes(WRITE, channel("pipe"))).isEqualTo(50);
    assertThat(seen.bytes(WRITE, file("/b"))).isEqualTo(77);
  }

  @Test
  void callsThatWillBeTriedAgainDoNotCount() {
    Straced straced =
        Straced.lines(
            "1 1795308870.000000 recvfrom(4<TCP:[10.0.0.1:1->10.0.0.2:2]>, 0x7f, 10, 0, NULL, NULL)"
                + " = -1 EAGAIN (Resource temporarily unavailable)",
            "1 1795308870.000001 accept(4<TCP:[10.0.0.1:1]>, 0x7f, [16]) = ? ERESTARTSYS (To be"
                + " restarted if SA_RESTART is set)",
            "1 1795308870.000002 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED} ---",
            "1 1795308870.000003 read(0<pipe:[1]>,  <unfinished ...>",
            "1 1795308870.000004 <... read resumed> <unfinished ...>) = ?",
            "1 1795308870.000005 +++ killed by SIGKILL +++");
    assertThat(straced.intake().rejections().entries()).isEmpty();
    assertThat(straced.seen().exchanges).hasSize(1);
    assertThat(straced.seen().entities.getFirst())
        .isEqualTo(new Entity.KernelEntity(0, 0, "killed by SIGKILL"));
  }

  @Test
  void aThreadKilledWhileItEntersACallIsNotARejection() {
    Straced straced =
        Straced.lines(
            "2 1795308870.000000 read(0<pipe:[1]>, \"x\", 9) = 5",
            "2 1795308870.000001 ???( <unfinished ...>",
            "1 1795308870.000002 exit_group(0) = ?",
            "2 1795308870.000003 +++ exited with 0 +++",
            "3 1795308870.000004 ???( <unfinished ...>",
            "3 1795308870.000005 <... ??? resumed> <unavailable>) = ?",
            "1 1795308870.000006 +++ exited with 0 +++");
    assertThat(straced.intake().rejections().entries()).isEmpty();
    assertThat(straced.seen().bytes(READ, channel("pipe"))).isEqualTo(5);
  }

  @Test
  void pathsMayHoldWhatSeparatesArguments() {
    Collected seen =
        Straced.lines(
                "1 1795308870.000000 openat(AT_FDCWD</tmp/t>, \"we>ird, \\\"x\\\"\\n(f).txt\","
                    + " O_RDWR|O_CREAT, 0600) = 8</tmp/t/we\\76ird, \\\"x\\\"\\n(f).txt>",
                "1 1795308870.000001 write(8</tmp/t/we\\76ird, \\\"x\\\"\\n(f).txt>(deleted),"
                    + " \"zz\", 2) = 2",
                "1 1795308870.000002 write(9</old/a>b>, \"zz\", 2) = 3",
                "1 1795308870.000003 write(9</old/caf\\303\\251>, \"zz\", 2) = 4")
            .seen();
    String weird = "/tmp/t/we>ird, \"x\"\n(f).txt";
    assertThat(seen.calls(OPEN_FOR_WRITE, file(weird))).isEqualTo(1);
    assertThat(seen.bytes(WRITE, file(weird))).isEqualTo(2);
    assertThat(seen.bytes(WRITE, file("/old/a>b"))).isEqualTo(3);
    assertThat(seen.bytes(WRITE, file("/old/café"))).isEqualTo(4);
  }

  @Test
  void openingWhatIsNotThereIsAnErrorOfThatPath() {
    Collected seen =
        Straced.lines(
                "1 1795308870.000000 openat(AT_FDCWD</srv>, \"../etc/./nothing\", O_RDONLY) = -1"
                    + " ENOENT (No such file or directory)",
                "1 1795308870.000001 unlink(\"x\") = 0",
                "1 1795308870.000002 renameat2(AT_FDCWD</srv>, \"a\", AT_FDCWD</srv>, \"b\", 0) ="
                    + " 0",
                "1 1795308870.000003 chdir(\"/var\") = 0",
                "1 1795308870.000004 unlinkat(AT_FDCWD, \"y\", 0) = 0")
            .seen();
    assertThat(seen.errors(OPEN, file("/etc/nothing"))).isEqualTo(1);
    assertThat(seen.calls(DELETE, file("/srv/x"))).isEqualTo(1);
    assertThat(seen.calls(RENAME, file("/srv/b"))).isEqualTo(1);
    assertThat(seen.calls(DELETE, file("/var/y"))).isEqualTo(1);
  }

  @Test
  void unixSocketsAreNamedByTheirPath() {
    Collected seen =
        Straced.lines(
                "1 1795308870.000000 bind(3<UNIX-STREAM:[1]>, {sa_family=AF_UNIX,"
                    + " sun_path=\"/run/s\"}, 110) = 0",
                "1 1795308870.000001 listen(3<UNIX-STREAM:[1,\"/run/s\"]>, 5) = 0",
                "2 1795308870.000002 connect(4<UNIX-STREAM:[2]>, {sa_family=AF_UNIX,"
                    + " sun_path=\"/run/s\"}, 110) = 0",
                "2 1795308870.000003 write(4<UNIX-STREAM:[2->5]>, \"abc\", 3) = 3",
                "1 1795308870.000004 accept(3<UNIX-STREAM:[1,\"/run/s\"]>, NULL, NULL) ="
                    + " 6<UNIX-STREAM:[5->2,\"/run/s\"]>",
                "1 1795308870.000005 read(6<UNIX-STREAM:[5->2,\"/run/s\"]>, \"abc\", 3) = 3")
            .seen();
    assertThat(seen.calls(LISTEN, socket("/run/s", ""))).isEqualTo(2);
    assertThat(seen.calls(CONNECT, socket("", "/run/s"))).isEqualTo(1);
    assertThat(seen.bytes(SEND, socket("", "/run/s"))).isEqualTo(3);
    assertThat(seen.bytes(RECEIVE, socket("/run/s", ""))).isEqualTo(3);
  }

  @Test
  void timeThatGoesBackTooFarIsRefused() {
    Straced straced =
        Straced.lines(
            "1 1795308870.000000 read(3</a>, \"\", 1) = 1",
            "1 1795308869.500000 read(3</a>, \"\", 1) = 1",
            "1 1795308860.000000 read(3</a>, \"\", 1) = 1",
            "1 2795308860.000000 read(3</a>, \"\", 1) = 1",
            "1 1795308871.000000 read(3</a>, \"\", 1) = 1");
    assertThat(straced.intake().accepted()).isEqualTo(3);
    assertThat(straced.intake().rejections().entries())
        .extracting("reason", "count", "firstPosition")
        .containsExactly(org.assertj.core.groups.Tuple.tuple("out of order", 2L, "input:3"));
    assertThat(straced.seen().gaps).isNotEmpty();
  }

  @Test
  void aTimestampWithoutDateIsRefusedWithTheMend() {
    Intake intake = Straced.lines("12:00:01 read(3</a>, \"\", 1) = 1").intake();
    assertThat(intake.rejections().entries().getFirst().reason()).contains("-ttt");
  }

  @Test
  void filesAreMergedByInterval() throws IOException {
    Collected seen = new Collected();
    String first =
        "1 1795308870.100000 read(3</a>, \"\", 1) = 1\n"
            + "1 1795308872.100000 read(3</a>, \"\", 1) = 2\n";
    String second =
        "1 1795308869.100000 read(3</a>, \"\", 1) = 4\n"
            + "1 1795308870.900000 read(3</a>, \"\", 1) = 8\n";
    new StraceReader(
            List.of(Straced.source("one", stream(first)), Straced.source("two", stream(second))))
        .read(seen);
    assertThat(seen.ended).containsExactly(1795308869000L, 1795308870000L, 1795308872000L);
    assertThat(seen.exchanges).extracting(Exchange::bytes).containsExactly(4L, 8L, 1L, 2L);
    assertThat(seen.containers).extracting("name").containsExactly("one", "two");
    // the same path in two containers is two files
    assertThat(seen.entities).hasSize(2);
  }

  private static ByteArrayInputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String connect(int descriptor, int inode, String ip, int port, String result) {
    return "1 1795308870.100000 connect(%d<TCP:[%d]>, {sa_family=AF_INET, sin_port=htons(%d), sin_addr=inet_addr(\"%s\")}, 16) = %s"
        .formatted(descriptor, inode, port, ip, result);
  }
}
