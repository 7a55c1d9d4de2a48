package io.distappguard.telemetry.sysdig;

import static io.distappguard.telemetry.Collected.channel;
import static io.distappguard.telemetry.Collected.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Operation;
import org.junit.jupiter.api.Test;

/** Where datagrams go to and come from, as sysdig prints it. */
class SysdigDatagramsTest {

  @Test
  void anAddressOverridesTheConnectionOfADatagramSocket() {
    Collected seen =
        read(
            "> socket domain=2(AF_INET) type=2 proto=17 ",
            "< socket fd=3(<4>) ",
            "> connect fd=3(<4>) ",
            "< connect res=0 tuple=10.0.0.1:4000->192.0.2.53:53"
                + " fd=3(<4u>10.0.0.1:4000->192.0.2.53:53) ",
            "> sendto fd=3(<4u>10.0.0.1:4000->192.0.2.53:53) size=4"
                + " tuple=10.0.0.1:4000->192.0.2.53:53 ",
            "< sendto res=4 data=aaaa ",
            "> sendto fd=3(<4u>10.0.0.1:4000->192.0.2.53:53) size=6"
                + " tuple=10.0.0.1:4000->198.51.100.7:9999 ",
            "< sendto res=6 data=bbbbbb ");
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.1:4000", "192.0.2.53:53"))).isEqualTo(4);
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.1:4000", "198.51.100.7:9999")))
        .isEqualTo(6);
  }

  @Test
  void forTcpAnAddressIsIgnored() {
    Collected seen =
        read(
            "> sendto fd=3(<4t>10.0.0.1:4000->10.0.0.2:80) size=6"
                + " tuple=10.0.0.1:4000->198.51.100.7:9999 ",
            "< sendto res=6 data=bbbbbb ");
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.1:4000", "10.0.0.2:80"))).isEqualTo(6);
  }

  @Test
  void aServersMessagesTellWhichEndIsItsOwn() {
    Collected seen =
        read(
            "> recvfrom fd=5(<4u>10.0.0.9:4000->10.0.0.1:53) size=512 ",
            "< recvfrom res=30 data=q tuple=10.0.0.9:4000->10.0.0.1:53 ",
            "> sendto fd=5(<4u>10.0.0.9:4000->10.0.0.1:53) size=60 tuple=10.0.0.1:53->10.0.0.9:4000"
                + " ",
            "< sendto res=60 data=r ");
    assertThat(seen.bytes(Operation.RECEIVE, socket("10.0.0.1:53", "10.0.0.9:4000"))).isEqualTo(30);
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.1:53", "10.0.0.9:4000"))).isEqualTo(60);
  }

  @Test
  void unixDatagramsGoToTheirPath() {
    Collected seen =
        read(
            "> socket domain=1(AF_LOCAL|AF_UNIX) type=2 proto=0 ",
            "< socket fd=3(<u>) ",
            "> sendto fd=3(<u>) size=5 tuple=0->ffff94dc817b9400 /run/systemd/notify ",
            "< sendto res=5 data=READY ",
            "> recvmsg fd=4(<u>) ",
            "< recvmsg res=5 size=5 data=READY tuple=ffff94dc817b9400->0 /run/systemd/notify ");
    assertThat(seen.bytes(Operation.SEND, socket("", "/run/systemd/notify"))).isEqualTo(5);
    assertThat(seen.bytes(Operation.RECEIVE, socket("/run/systemd/notify", ""))).isEqualTo(5);
    assertThat(seen.calls(Operation.SEND, channel("socketpair"))).isZero();
  }

  private static Collected read(String... events) {
    String[] lines = new String[events.length];
    for (int index = 0; index < lines.length; index++) {
      lines[index] = "%d 12:00:00.00000000%d 0 a (5) %s".formatted(index, index, events[index]);
    }
    Sysdig sysdig = Sysdig.text(lines);
    assertThat(sysdig.intake().rejections().entries()).isEmpty();
    return sysdig.seen();
  }
}
