package io.distappguard.telemetry.auditd;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Collected.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.EventFiles;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import io.distappguard.telemetry.Operation;
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

  private static Collected accepted(String text) throws IOException {
    return EventFiles.accepted(AuditReader::open, text);
  }
}
