package io.distappguard.behaviour.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity.SocketEntity;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointNamesTest {

  private final EndpointNames names =
      new EndpointNames(
          List.of(
              new KnownNetwork("internet", "10.77.99.0/24"),
              new KnownNetwork("office", "fd00:1::/32")));
  private final Container text = RecordingEdges.container(0, "text-1", "text", "10.77.1.5");
  private final Container store =
      RecordingEdges.container(1, "post-storage-1", "post-storage", "10.77.2.7");

  @BeforeEach
  void theApplication() {
    names.container(text, "text");
    names.container(store, "post-storage");
  }

  private String ofText(String local, String remote) {
    return names.nodeOf(new SocketEntity(9, 0, "tcp", local, remote), text, "text").name();
  }

  private String ofStore(String local, String remote) {
    return names.nodeOf(new SocketEntity(9, 1, "tcp", local, remote), store, "post-storage").name();
  }

  @Test
  void aClientNamesTheServiceAndTheServiceItsClient() {
    assertThat(ofText("10.77.1.5:40000", "10.77.2.7:9109")).isEqualTo("post-storage:9109");
    assertThat(ofStore("10.77.2.7:9109", "10.77.1.5:40000")).isEqualTo("text@post-storage:9109");
  }

  @Test
  void theEphemeralPortDoesNotShow() {
    assertThat(ofText("10.77.1.5:40000", "10.77.2.7:9109"))
        .isEqualTo(ofText("10.77.1.5:59999", "10.77.2.7:9109"));
    assertThat(ofStore("10.77.2.7:9109", "10.77.1.5:40000"))
        .isEqualTo(ofStore("10.77.2.7:9109", "10.77.1.5:59999"));
  }

  @Test
  void whoListensServesWhateverThePortsSay() {
    names.socket(new SocketEntity(0, 1, "tcp", "0.0.0.0:50051", ""));
    assertThat(ofText("10.77.1.5:40000", "10.77.2.7:50051")).isEqualTo("post-storage:50051");
    assertThat(ofStore("10.77.2.7:50051", "10.77.1.5:40000")).isEqualTo("text@post-storage:50051");
    assertThat(ofStore("10.77.2.7:50051", "10.77.1.5:60000")).isEqualTo("text@post-storage:50051");
  }

  @Test
  void betweenTwoLowPortsTheLowerServes() {
    assertThat(ofText("10.77.1.5:9103", "10.77.2.7:9109")).isEqualTo("post-storage@text:9103");
    assertThat(ofText("10.77.1.5:9110", "10.77.2.7:9109")).isEqualTo("post-storage:9109");
  }

  @Test
  void outsideIsNamedByItsNetwork() {
    assertThat(ofText("10.77.1.5:40000", "10.77.99.9:443")).isEqualTo("external:internet:443");
    assertThat(ofText("10.77.1.5:40000", "10.77.99.9:4444")).isEqualTo("external:internet");
    assertThat(ofText("10.77.1.5:40000", "93.184.216.34:443")).isEqualTo("external:public:443");
    assertThat(ofText("10.77.1.5:40000", "172.16.3.4:5432")).isEqualTo("external:private");
    assertThat(ofText("[fd00:1::2]:40000", "[fd00:1::9]:22")).isEqualTo("external:office:22");
    assertThat(ofText("10.77.1.5:9103", "10.77.99.9:40000")).isEqualTo("external:internet");
    assertThat(ofText("10.77.1.5:40000", "no address")).isEqualTo("external:unknown");
  }

  @Test
  void ownLoopbackIsTheOwnRole() {
    assertThat(ofText("127.0.0.1:40000", "127.0.0.1:6000")).isEqualTo("text:6000");
  }

  @Test
  void loopbackOfAnUnknownNamespaceIsNobodys() {
    Container host = new Container(2, "h", "host-a", "h", null, null, 0, List.of());
    names.container(host, "h");
    assertThat(
            names
                .nodeOf(new SocketEntity(9, 2, "tcp", "127.0.0.1:40000", "127.0.0.1:60"), host, "h")
                .name())
        .isEqualTo("external:loopback:60");
  }

  @Test
  void socketsWithoutPeer() {
    assertThat(ofText("0.0.0.0:9103", "")).isEqualTo("text:9103");
    assertThat(ofText("0.0.0.0:40000", "")).isEqualTo("text:tcp socket");
    assertThat(ofText("", "")).isEqualTo("text:tcp socket");
  }

  @Test
  void unixSocketsAreChannelsByTheirPath() {
    Node node =
        names.nodeOf(new SocketEntity(9, 0, "unix", "", "/run/db-17/.s.PGSQL.5432"), text, "text");
    assertThat(node.kind()).isEqualTo(NodeKind.CHANNEL);
    assertThat(node.name()).isEqualTo("text:unix:/run/db-<n>/.s.PGSQL.<n>");
  }
}
