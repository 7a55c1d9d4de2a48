package io.distappguard.telemetry.auditd;

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

class AuditReaderTest extends LineReaderContract {

  private static final String OPEN =
      """
      type=SYSCALL msg=audit(1364481363.243:24287): arch=c000003e syscall=2 success=no exit=-13 a0=7fffd19c5592 a1=0 a2=7fffd19c4b50 a3=a items=1 ppid=2686 pid=3538 auid=1000 uid=1000 tty=pts0 ses=1 comm="cat" exe="/bin/cat" subj=unconfined key="sshd_config"
      type=CWD msg=audit(1364481363.243:24287):  cwd="/etc/ssh"
      type=PATH msg=audit(1364481363.243:24287): item=0 name="sshd_config" inode=409248 dev=fd:00 mode=0100600 ouid=0 ogid=0 rdev=00:00 nametype=NORMAL
      type=PROCTITLE msg=audit(1364481363.243:24287): proctitle=636174002F6574632F7373682F737368645F636F6E666967
      """;

  private static final String CONNECT =
      """
      type=SYSCALL msg=audit(1364481363.343:24288): arch=c000003e syscall=42 success=yes exit=0 a0=3 a1=7f a2=10 a3=0 items=0 ppid=2686 pid=3539 comm="nc" exe="/bin/nc" key=(null)ARCH=x86_64 SYSCALL=connect
      type=SOCKADDR msg=audit(1364481363.343:24288): saddr=020000350A00000900000000000000 SADDR={ saddr_fam=inet laddr=10.0.0.9 lport=53 }
      """;

  private static final String PROGRAM_OF_I386 =
      """
      type=SYSCALL msg=audit(1700000000.100:1): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=0 items=1 ppid=10 pid=20 comm="web" exe="/usr/bin/web" key=(null)
      type=EXECVE msg=audit(1700000000.100:1): argc=1 a0="web"
      type=PATH msg=audit(1700000000.100:1): item=0 name="/usr/bin/web" inode=5 nametype=NORMAL
      type=PROCTITLE msg=audit(1700000000.100:1): proctitle="web"
      type=SYSCALL msg=audit(1700000001.100:2): arch=40000003 syscall=11 success=yes exit=0 a0=1 a1=2 a2=3 a3=0 items=1 ppid=20 pid=21 comm="implant" exe="/tmp/implant32" key=(null)
      type=EXECVE msg=audit(1700000001.100:2): argc=1 a0="/tmp/implant32"
      type=PATH msg=audit(1700000001.100:2): item=0 name="/tmp/implant32" inode=6 nametype=NORMAL
      type=PROCTITLE msg=audit(1700000001.100:2): proctitle="/tmp/implant32"
      type=SYSCALL msg=audit(1700000002.100:3): arch=40000003 syscall=362 success=yes exit=0 a0=3 a1=2 a2=10 a3=0 items=0 ppid=20 pid=21 comm="implant" exe="/tmp/implant32"
      type=SOCKADDR msg=audit(1700000002.100:3): saddr=0200115CC63364070000000000000000
      type=PROCTITLE msg=audit(1700000002.100:3): proctitle="/tmp/implant32"
      """;

  private static final String EXECUTE =
      """
      type=SYSCALL msg=audit(1364481363.443:24289): arch=c000003e syscall=59 success=yes exit=0 a0=1 a1=2 a2=3 a3=8 items=2 ppid=3538 pid=3600 comm="ls" exe=2F62696E2F6C7320 key="exec"
      type=EXECVE msg=audit(1364481363.443:24289): argc=3 a0="ls" a1=2D6C2078 a2="/srv"
      type=USER_LOGIN msg=audit(1364481363.444:24290): pid=1 uid=0 msg='op=login acct="root" exe="/usr/sbin/sshd" res=success'
      """;

  @Override
  protected String sample() {
    return OPEN + CONNECT + EXECUTE;
  }

  @Override
  protected long eventsInSample() {
    return 9;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return EventFiles.read(AuditReader::open, stream, sink);
  }

  @Test
  void recordsOfOneSerialAreOneEvent() throws IOException {
    Collected seen = accepted(sample());
    assertThat(seen.errors(Operation.OPEN, file("/etc/ssh/sshd_config"))).isEqualTo(1);
    assertThat(seen.calls(Operation.CONNECT, socket("", "10.0.0.9:53"))).isEqualTo(1);
    assertThat(seen.processes)
        .extracting("pid", "parent", "executable", "arguments")
        .containsExactly(
            Tuple.tuple(3538L, -1, "/bin/cat", "cat /etc/ssh/sshd_config"),
            Tuple.tuple(3539L, -1, "/bin/nc", ""),
            Tuple.tuple(3600L, 0, "/bin/cat", "cat /etc/ssh/sshd_config"),
            Tuple.tuple(3600L, 0, "/bin/ls ", "ls -l x /srv"));
    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.EXECUTE, file("/bin/ls "))).isEqualTo(1);
  }

  @Test
  void recordsOfTwoEventsMayBeMixed() throws IOException {
    String[] open = OPEN.split("\n");
    String[] connect = CONNECT.split("\n");
    Collected seen =
        accepted(
            String.join("\n", open[0], connect[0], open[1], connect[1], open[2], open[3]) + "\n");
    assertThat(seen.calls(Operation.OPEN, file("/etc/ssh/sshd_config"))).isEqualTo(1);
    assertThat(seen.calls(Operation.CONNECT, socket("", "10.0.0.9:53"))).isEqualTo(1);
  }

  @Test
  void addressesAreOfAnyFamily() throws IOException {
    String six =
        CONNECT.replace(
            "020000350A00000900000000000000", "0A0000500000000000000000000000000000000000000001");
    assertThat(accepted(six).calls(Operation.CONNECT, socket("", "[::1]:80"))).isEqualTo(1);
    String unix = CONNECT.replace("020000350A00000900000000000000", "01002F72756E2F7800");
    assertThat(accepted(unix).calls(Operation.CONNECT, socket("", "/run/x"))).isEqualTo(1);
  }

  @Test
  void aRenameIsOfTheNewName() throws IOException {
    String rename =
        """
        type=SYSCALL msg=audit(1364481363.243:1): arch=c00000b7 syscall=38 success=yes exit=0 a0=1 ppid=1 pid=2 exe="/bin/mv"
        type=PATH msg=audit(1364481363.243:1): item=0 name="/a" nametype=PARENT
        type=PATH msg=audit(1364481363.243:1): item=1 name="/b" nametype=PARENT
        type=PATH msg=audit(1364481363.243:1): item=2 name="/a/old" nametype=DELETE
        type=PATH msg=audit(1364481363.243:1): item=3 name="/b/new" nametype=CREATE
        type=EOE msg=audit(1364481363.243:1):
        """;
    assertThat(accepted(rename).calls(Operation.RENAME, file("/b/new"))).isEqualTo(1);
  }

  @Test
  void eachNodeIsAContainerOfItsOwn() throws IOException {
    Collected seen =
        accepted(OPEN.replace("type=", "node=a type=") + CONNECT.replace("type=", "node=b type="));
    assertThat(seen.containers).extracting("name").containsExactly("a", "b");
  }

  /** {@code /tmp/implant32} is of i386, where 11 is execve and 362 connect. */
  @Test
  void aNumberIsThatOfItsArchitecture() throws IOException {
    Collected seen = accepted(PROGRAM_OF_I386);
    assertThat(seen.calls(Operation.EXECUTE, file("/usr/bin/web"))).isEqualTo(1);
    assertThat(seen.calls(Operation.EXECUTE, file("/tmp/implant32"))).isEqualTo(1);
    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.CONNECT, socket("", "198.51.100.7:4444"))).isEqualTo(1);
  }

  @Test
  void theOneCallForSocketsOfI386IsTheCallItStandsFor() throws IOException {
    String connect = PROGRAM_OF_I386.replace("syscall=362", "syscall=102");
    assertThat(accepted(connect).calls(Operation.CONNECT, anything())).isEqualTo(1);
    String getpeername = connect.replace("a0=3", "a0=7");
    assertThat(accepted(getpeername).calls(Operation.CONNECT, anything())).isZero();
    String named = connect.replace("exe=\"/tmp/implant32\"", "exe=\"/x\" SYSCALL=socketcall");
    assertThat(accepted(named).calls(Operation.CONNECT, anything())).isEqualTo(1);
  }

  @Test
  void otherArchitecturesHaveNumbersOfTheirOwn() throws IOException {
    String riscv = CONNECT.replace("arch=c000003e syscall=42", "arch=c00000f3 syscall=203");
    assertThat(accepted(unnamed(riscv)).calls(Operation.CONNECT, anything())).isEqualTo(1);
    String x32 = CONNECT.replace("syscall=42", "syscall=1073741866");
    assertThat(accepted(unnamed(x32)).calls(Operation.CONNECT, anything())).isEqualTo(1);
    String arm = CONNECT.replace("arch=c000003e syscall=42", "arch=c00000b7 syscall=203");
    assertThat(accepted(unnamed(arm)).calls(Operation.CONNECT, anything())).isEqualTo(1);
  }

  @Test
  void aCallOfAnArchitectureWithoutATableIsRefusedAndItsNodeIncomplete() throws IOException {
    String log = unnamed(CONNECT).replace("c000003e", "c0000102");
    Collected seen = new Collected();
    Intake intake = read(new ByteArrayInputStream((OPEN + log + EXECUTE).getBytes(UTF_8)), seen);
    assertThat(intake.received()).isEqualTo(9);
    assertThat(intake.rejections().entries())
        .extracting("reason", "count", "firstPosition")
        .containsExactly(
            Tuple.tuple(
                "call of loongarch64, whose numbers are not known (set log_format = ENRICHED in"
                    + " auditd.conf: it names calls)",
                1L,
                "input:5"));
    assertThat(seen.gaps)
        .extracting("container", "reason")
        .containsExactly(Tuple.tuple(0, "rejected lines"));
    assertThat(
            accepted(CONNECT.replace("c000003e", "c0000102")).calls(Operation.CONNECT, anything()))
        .as("named in the enriched part")
        .isEqualTo(1);
  }

  @Test
  void anExecutionIsTakenFromItsOwnRecordWhateverTheNumber() throws IOException {
    Collected seen = accepted(OPEN + EXECUTE.replace("c000003e syscall=59", "80000016 syscall=11"));
    assertThat(seen.calls(Operation.EXECUTE, file("/bin/ls "))).isEqualTo(1);
    assertThat(seen.gaps).isEmpty();
  }

  @Test
  void callsThatLeadOutOfAContainerAreControlEvents() throws IOException {
    String call =
        """
        type=SYSCALL msg=audit(1364481363.243:1): arch=c000003e syscall=%s success=yes exit=0 a0=1 a1=2 a2=3 a3=0 ppid=1 pid=2 exe="/bin/x"
        type=PATH msg=audit(1364481363.243:1): item=0 name="/p" nametype=NORMAL
        type=EOE msg=audit(1364481363.243:1):
        """;
    assertThat(accepted(call.formatted("161")).calls(Operation.MOUNT, anything())).isEqualTo(1);
    assertThat(accepted(call.formatted("428")).calls(Operation.MOUNT, anything())).isEqualTo(1);
    assertThat(accepted(call.formatted("133")).calls(Operation.OPEN_FOR_WRITE, file("/p")))
        .isEqualTo(1);
    assertThat(accepted(call.formatted("304")).calls(Operation.OPEN_FOR_WRITE, file("/p")))
        .isEqualTo(1);
    for (String number : new String[] {"175", "313", "176", "321", "246"}) {
      assertThat(accepted(call.formatted(number)).calls(Operation.EXTEND_KERNEL, anything()))
          .isEqualTo(1);
    }
    assertThat(accepted(call.formatted("250")).calls(Operation.SET_IDENTITY, anything()))
        .isEqualTo(1);
    assertThat(accepted(call.formatted("438")).calls(Operation.TRACE, anything())).isEqualTo(1);
  }

  private static String unnamed(String connect) {
    return connect.replaceAll("ARCH=.*", "");
  }

  @Test
  void recordsThroughSyslogAreTheSame() throws IOException {
    String daemon =
        ("Dec  1 10:00:00 web-1 cron[9]: (root) CMD (true)\n" + OPEN)
            .replace("type=SYSCALL", "Dec  1 10:00:00 web-1 audispd: node=a type=SYSCALL")
            .replace("type=CWD", "Dec  1 10:00:00 web-1 audispd: node=a type=CWD")
            .replace("type=PATH", "<13>1 2026-12-01T10:00:00Z web-1 x - - - node=a type=PATH")
            .replace("type=PROCTITLE", "Dec  1 10:00:00 web-1 audispd: node=a type=PROCTITLE");
    Collected seen = new Collected();
    Intake intake =
        EventFiles.read(AuditReader::open, new java.io.ByteArrayInputStream(bytes(daemon)), seen);
    assertThat(intake.accepted()).isEqualTo(4);
    assertThat(intake.rejections().entries())
        .singleElement()
        .extracting("reason", "firstPosition")
        .containsExactly(AuditRecord.OTHER_LINE, "input:1");
    assertThat(seen.gaps).isEmpty();
    assertThat(seen.errors(Operation.OPEN, file("/etc/ssh/sshd_config"))).isEqualTo(1);
    assertThat(seen.containers).extracting("name").containsExactly("a");
  }

  @Test
  void whatTheKernelPrintsItselfHasNumbersForTypes() throws IOException {
    String kernel =
        OPEN.replace("type=SYSCALL msg=", "Dec  1 10:00:00 web-1 kernel: audit: type=1300 ")
            .replace("type=CWD msg=", "Dec  1 10:00:00 web-1 kernel: [  12.5] audit: type=1307 ")
            .replace("type=PATH msg=", "Dec  1 10:00:00 web-1 kernel: audit: type=1302 ")
            .replace("type=PROCTITLE msg=", "[   12.345] audit: type=UNKNOWN[1327] ");
    Collected seen = accepted(kernel.replace("[   12.345] audit", "Dec  1 10:00:00 web-1 kernel"));
    assertThat(seen.errors(Operation.OPEN, file("/etc/ssh/sshd_config"))).isEqualTo(1);
    assertThat(seen.containers).extracting("name").containsExactly("web-1");
    assertThat(accepted(kernel.replace("Dec  1 10:00:00 web-1 kernel: ", "")).exchanges).hasSize(1);
  }

  @Test
  void whatCannotBeReadAsItStandsIsToldWithTheMend() throws IOException {
    String interpreted =
        """
        ----
        type=CWD msg=audit(03/16/2023 15:02:05.411:644) : cwd=/root\s
        type=SYSCALL msg=audit(2023-03-16 15:02:05.411:644) : arch=x86_64 syscall=execve success=yes
        """;
    Intake intake = read(bytes(interpreted));
    assertThat(intake.accepted()).isZero();
    assertThat(intake.rejections().entries())
        .singleElement()
        .satisfies(refused -> assertThat(refused.reason()).contains("ausearch -i"));
    Intake journal =
        read(bytes("Dec 01 10:00:00 web audit[77]: SYSCALL arch=c000003e syscall=59 pid=77\n"));
    assertThat(journal.rejections().entries().getFirst().reason()).contains("ausearch --raw");
  }

  private static Collected accepted(String text) throws IOException {
    return EventFiles.accepted(AuditReader::open, text);
  }
}
