package io.distappguard.telemetry.strace;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.channel;
import static io.distappguard.telemetry.Collected.socket;
import static io.distappguard.telemetry.Operation.CONNECT;
import static io.distappguard.telemetry.Operation.RECEIVE;
import static io.distappguard.telemetry.Operation.SEND;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import org.junit.jupiter.api.Test;

/** Where datagrams go to and come from, as strace 6.1 tells it. */
class StraceDatagramsTest {

  private static final String ELSEWHERE =
      "{sa_family=AF_INET, sin_port=htons(9999), sin_addr=inet_addr(\"198.51.100.7\")}";
  private static final String RESOLVER =
      "{sa_family=AF_INET, sin_port=htons(53), sin_addr=inet_addr(\"192.0.2.53\")}";
  private static final String CONNECTED = "3<UDP:[10.0.0.1:4000->192.0.2.53:53]>";

  @Test
  void anAddressOverridesTheConnectionOfADatagramSocket() {
    Collected seen =
        read(
            "socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP) = 3<UDP:[5001]>",
            "connect(3<UDP:[5001]>, " + RESOLVER + ", 16) = 0",
            "sendto(" + CONNECTED + ", \"aaaa\", 4, 0, NULL, 0) = 4",
            "sendto(" + CONNECTED + ", \"bbbbbb\", 6, 0, " + ELSEWHERE + ", 16) = 6",
            "sendmsg("
                + CONNECTED
                + ", {msg_name="
                + ELSEWHERE
                + ", msg_namelen=16,"
                + " msg_iov=[{iov_base=\"c\", iov_len=1}], msg_iovlen=1}, 0) = 1");
    assertThat(seen.bytes(SEND, socket("10.0.0.1:4000", "192.0.2.53:53"))).isEqualTo(4);
    assertThat(seen.bytes(SEND, socket("10.0.0.1:4000", "198.51.100.7:9999"))).isEqualTo(7);
    assertThat(seen.calls(CONNECT, socket("10.0.0.1:4000", "192.0.2.53:53"))).isEqualTo(1);
  }

  @Test
  void soItIsWithoutAnnotations() {
    Collected seen =
        read(
            "socket(AF_INET, SOCK_DGRAM, IPPROTO_UDP) = 3",
            "connect(3, " + RESOLVER + ", 16) = 0",
            "sendto(3, \"aaaa\", 4, 0, NULL, 0) = 4",
            "sendto(3, \"bbbbbb\", 6, 0, " + ELSEWHERE + ", 16) = 6",
            "sendto(7, \"opened before\", 13, 0, " + ELSEWHERE + ", 16) = 13");
    assertThat(seen.bytes(SEND, socket("", "192.0.2.53:53"))).isEqualTo(4);
    assertThat(seen.bytes(SEND, socket("", "198.51.100.7:9999"))).isEqualTo(19);
  }

  @Test
  void forTcpAnAddressIsIgnored() {
    Collected seen =
        read("sendto(3<TCP:[10.0.0.1:4000->10.0.0.2:80]>, \"x\", 1, 0, " + ELSEWHERE + ", 16) = 1");
    assertThat(seen.bytes(SEND, socket("10.0.0.1:4000", "10.0.0.2:80"))).isEqualTo(1);
  }

  @Test
  void eachOfSeveralMessagesGoesWhereItSays() {
    Straced straced =
        Straced.lines(
            "1 1795308870.0 sendmmsg("
                + CONNECTED
                + ", [{msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"msg_len=9}\","
                + " iov_len=5}], msg_iovlen=1}, msg_len=5}, {msg_hdr={msg_name="
                + ELSEWHERE
                + ", msg_namelen=16, msg_iov=[{iov_base=\"sin_port=htons(1)\", iov_len=6}],"
                + " msg_iovlen=1}, msg_len=6}, ...], 4, 0) = 4");
    Collected seen = straced.seen();
    assertThat(seen.bytes(SEND, socket("10.0.0.1:4000", "192.0.2.53:53"))).isEqualTo(5);
    assertThat(seen.bytes(SEND, socket("10.0.0.1:4000", "198.51.100.7:9999"))).isEqualTo(6);
    assertThat(straced.intake().rejections().entries())
        .extracting("reason")
        .containsExactly(DataCalls.MESSAGES_NOT_SHOWN);
  }

  @Test
  void payloadIsNoAddress() {
    Collected seen =
        read(
            "sendmsg("
                + CONNECTED
                + ", {msg_name=NULL, msg_namelen=0,"
                + " msg_iov=[{iov_base=\"sun_path=@\\\"x\", iov_len=12}], msg_iovlen=1}, 0) = 12");
    assertThat(seen.bytes(SEND, socket("10.0.0.1:4000", "192.0.2.53:53"))).isEqualTo(12);
  }

  /** strace asks the kernel for a socket's addresses once, and shows the first peer ever after. */
  @Test
  void aSocketConnectedAnewGoesToItsNewPeer() {
    Collected seen =
        read(
            "sendto(" + CONNECTED + ", \"aaaa\", 4, 0, NULL, 0) = 4",
            "connect(" + CONNECTED + ", " + ELSEWHERE + ", 16) = 0",
            "sendto(" + CONNECTED + ", \"bbbbbb\", 6, 0, NULL, 0) = 6",
            "connect(" + CONNECTED + ", {sa_family=AF_UNSPEC, sa_data=\"\\0\"}, 16) = 0",
            "connect(" + CONNECTED + ", " + RESOLVER + ", 16) = 0",
            "sendto(" + CONNECTED + ", \"c\", 1, 0, NULL, 0) = 1");
    assertThat(seen.bytes(SEND, socket("10.0.0.1:4000", "192.0.2.53:53"))).isEqualTo(4);
    assertThat(seen.bytes(SEND, socket("10.0.0.1:4000", "198.51.100.7:9999"))).isEqualTo(6);
    assertThat(seen.calls(CONNECT, socket("10.0.0.1:4000", "198.51.100.7:9999"))).isEqualTo(1);
    assertThat(seen.bytes(SEND, socket("", "192.0.2.53:53"))).isEqualTo(1);
  }

  @Test
  void unixDatagramsGoToTheirPath() {
    Collected seen =
        read(
            "socket(AF_UNIX, SOCK_DGRAM|SOCK_CLOEXEC, 0) = 3<UNIX-DGRAM:[7001]>",
            "sendto(3<UNIX-DGRAM:[7001]>, \"READY\", 5, MSG_NOSIGNAL,"
                + " {sa_family=AF_UNIX, sun_path=\"/run/systemd/notify\"}, 22) = 5",
            "sendmsg(3<UNIX-DGRAM:[7001]>, {msg_name={sa_family=AF_UNIX,"
                + " sun_path=@\"journal\"}, msg_namelen=30, msg_iov=[{iov_base=\"abc\","
                + " iov_len=3}], msg_iovlen=1, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL) = 3",
            "socket(AF_UNIX, SOCK_DGRAM, 0) = 4",
            "sendto(4, \"READY\", 5, 0, {sa_family=AF_UNIX, sun_path=\"/run/systemd/notify\"}, 22)"
                + " = 5");
    assertThat(seen.bytes(SEND, socket("", "/run/systemd/notify"))).isEqualTo(10);
    assertThat(seen.bytes(SEND, socket("", "@journal"))).isEqualTo(3);
    assertThat(seen.calls(SEND, channel("socketpair"))).isZero();
  }

  @Test
  void unixDatagramsComeFromTheirSender() {
    Collected seen =
        read(
            "recvfrom(6<UNIX:[9,\"/run/log\"]>, \"x\", 100, 0, {sa_family=AF_UNIX,"
                + " sun_path=@\"app\"}, [110 => 6]) = 8",
            "recvfrom(6<UNIX:[9,\"/run/log\"]>, \"x\", 100, 0, 0x7ffd3c7db7b0, [110 => 0]) = 5",
            "recvfrom(7<UNIX-STREAM:[10->11,\"/run/db\"]>, \"x\", 100, 0, {sa_family=AF_UNIX,"
                + " sun_path=\"/run/client\"}, [110 => 6]) = 7");
    assertThat(seen.bytes(RECEIVE, socket("/run/log", "@app"))).isEqualTo(8);
    assertThat(seen.bytes(RECEIVE, socket("/run/log", ""))).isEqualTo(5);
    assertThat(seen.bytes(RECEIVE, socket("/run/db", ""))).isEqualTo(7);
  }

  @Test
  void aPairOfDatagramSocketsStaysAPair() {
    Collected seen =
        read(
            "socketpair(AF_UNIX, SOCK_DGRAM, 0, [9<UNIX:[15->16]>, 11<UNIX:[16->15]>]) = 0",
            "sendto(9<UNIX:[15->16]>, \"pp\", 2, 0, NULL, 0) = 2",
            "recvfrom(11<UNIX:[16->15]>, \"pp\", 10, 0, 0x7ffd3c7db7b0, [110 => 0]) = 2");
    assertThat(seen.bytes(SEND, channel("socketpair"))).isEqualTo(2);
    assertThat(seen.bytes(RECEIVE, channel("socketpair"))).isEqualTo(2);
    assertThat(seen.calls(SEND, anything())).isEqualTo(1);
  }

  private static Collected read(String... calls) {
    String[] lines = new String[calls.length];
    for (int index = 0; index < lines.length; index++) {
      lines[index] = "1 1795308870.00000%d %s".formatted(index, calls[index]);
    }
    Straced straced = Straced.lines(lines);
    assertThat(straced.intake().rejections().entries()).isEmpty();
    return straced.seen();
  }
}
