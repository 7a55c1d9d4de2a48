package io.distappguard.telemetry.scap;

import static io.distappguard.telemetry.Collected.channel;
import static io.distappguard.telemetry.Collected.socket;
import static io.distappguard.telemetry.scap.CaptureBytes.bytes;
import static io.distappguard.telemetry.scap.CaptureBytes.capture;
import static io.distappguard.telemetry.scap.CaptureBytes.connection;
import static io.distappguard.telemetry.scap.CaptureBytes.ip;
import static io.distappguard.telemetry.scap.CaptureBytes.number;
import static io.distappguard.telemetry.scap.CaptureBytes.number32;
import static io.distappguard.telemetry.scap.CaptureBytes.packed;
import static io.distappguard.telemetry.scap.CaptureBytes.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.scap.CaptureBytes.Packed;
import org.junit.jupiter.api.Test;

/** Where datagrams go to and come from, as captures tell it. */
class ScapDatagramsTest {

  private static final int SOCKET = 19;
  private static final int BIND = 21;
  private static final int CONNECT = 23;
  private static final int SEND_TO = 31;
  private static final int RECEIVE_FROM = 35;
  private static final byte[] OWN = ip(10, 0, 0, 1);
  private static final byte[] RESOLVER = ip(192, 0, 2, 53);
  private static final byte[] ELSEWHERE = ip(198, 51, 100, 7);

  @Test
  void anAddressOverridesTheConnectionOfADatagramSocket() {
    Packed known = tuple(OWN, 4000, RESOLVER, 53);
    Packed other = tuple(OWN, 4000, ELSEWHERE, 9999);
    Collected seen =
        capture()
            .event(10, SOCKET, number(3), number32(2), number32(2), number32(17), number32(0))
            .event(10, CONNECT, number(0), known, number(3), packed())
            .event(10, SEND_TO, number(4), bytes(4), number(3), number32(4), known)
            .event(10, SEND_TO, number(6), bytes(6), number(3), number32(6), other)
            .event(10, SEND_TO, number(6), bytes(6), number(3), number32(6), other)
            .event(10, SEND_TO, number(1), bytes(1), number(3), number32(1), known)
            .read()
            .seen();
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.1:4000", "192.0.2.53:53"))).isEqualTo(5);
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.1:4000", "198.51.100.7:9999")))
        .isEqualTo(12);
  }

  @Test
  void forTcpAnAddressIsIgnored() {
    Collected seen =
        capture()
            .process(10, 1, "/bin/a", "", "/", "/")
            .descriptors(10, connection(4, OWN, 4000, ip(10, 0, 0, 2), 80))
            .event(
                10,
                SEND_TO,
                number(6),
                bytes(6),
                number(4),
                number32(6),
                tuple(OWN, 4000, ELSEWHERE, 9999))
            .read()
            .seen();
    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.1:4000", "10.0.0.2:80"))).isEqualTo(6);
  }

  @Test
  void unixDatagramsGoToTheirPath() {
    Collected seen =
        capture()
            .event(10, SOCKET, number(3), number32(1), number32(2), number32(0), number32(0))
            .event(
                10,
                SEND_TO,
                number(5),
                bytes(5),
                number(3),
                number32(5),
                unix(0, "/run/systemd/notify"))
            .event(11, SOCKET, number(4), number32(1), number32(2), number32(0), number32(0))
            .event(
                11,
                BIND,
                number(0),
                packed().int8(1).bytes("/run/systemd/notify\0".getBytes()),
                number(4))
            .event(
                11,
                RECEIVE_FROM,
                number(5),
                bytes(5),
                unix(0, "/run/systemd/notify"),
                number(4),
                number32(99))
            // one whose making was not seen is told by its messages alone
            .event(
                12,
                RECEIVE_FROM,
                number(7),
                bytes(7),
                unix(0, "/run/other"),
                number(8),
                number32(99))
            .read()
            .seen();
    assertThat(seen.bytes(Operation.SEND, socket("", "/run/systemd/notify"))).isEqualTo(5);
    assertThat(seen.bytes(Operation.RECEIVE, socket("/run/systemd/notify", ""))).isEqualTo(5);
    assertThat(seen.calls(Operation.SEND, channel("socketpair"))).isZero();
    assertThat(seen.calls(Operation.RECEIVE, channel("socketpair"))).isZero();
  }

  private static Packed unix(long peer, String path) {
    return packed().int8(1).int64(peer).int64(4711).bytes((path + "\0").getBytes());
  }
}
