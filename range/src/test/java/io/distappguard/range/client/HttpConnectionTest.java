package io.distappguard.range.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpConnectionTest {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  @Test
  void oneConnectionServesManyRequests(@TempDir Path directory) throws Exception {
    try (FakeGateway gateway = new FakeGateway(directory);
        HttpConnection connection = connection(gateway.url())) {
      for (int request = 0; request < 50; request++) {
        assertThat(connection.exchange("GET", "/api/home-timeline", null).status()).isEqualTo(401);
      }
      assertThat(connection.opened()).isEqualTo(1);
      assertThat(gateway.connections()).isEqualTo(1);
    }
  }

  @Test
  void theChosenSourceAddressIsBound() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpConnection connection =
            new HttpConnection(
                RangeTarget.parse("http://127.0.0.1:" + server.getLocalPort()),
                RangeTarget.parseAddress("source", "127.0.0.77"),
                TIMEOUT)) {
      Thread client = Thread.ofVirtual().start(() -> ignoreFailure(connection));
      try (Socket accepted = server.accept()) {
        assertThat(accepted.getInetAddress().getHostAddress()).isEqualTo("127.0.0.77");
      }
      client.join();
    }
  }

  @Test
  void chunkedBodiesAreJoined() throws Exception {
    HttpResponse response =
        against(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nabcd\r\n3;x=1\r\nefg\r\n0\r\n\r\n");
    assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo("abcdefg");
  }

  @Test
  void aBodyCutShortIsAnError() {
    assertThatThrownBy(() -> against("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cut short");
  }

  @Test
  void rubbishIsAnError() {
    assertThatThrownBy(() -> against("SSH-2.0-something\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("malformed status line");
    assertThatThrownBy(() -> against("HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("malformed Content-Length");
  }

  @Test
  void aSilentServerTimesOut() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpConnection connection = connection("http://127.0.0.1:" + server.getLocalPort())) {
      assertThatThrownBy(() -> connection.exchange("GET", "/", null))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }

  @Test
  void aConnectionClosedWhileIdleIsOpenedAnew() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpConnection connection = connection("http://127.0.0.1:" + server.getLocalPort())) {
      Thread answering =
          Thread.ofPlatform()
              .start(() -> {
                for (int turn = 0; turn < 2; turn++) {
                  answerOnce(server, "HTTP/1.1 204 No Content\r\n\r\n");
                }
              });
      assertThat(connection.exchange("GET", "/", null).status()).isEqualTo(204);
      assertThat(connection.exchange("GET", "/", null).status()).isEqualTo(204);
      assertThat(connection.opened()).isEqualTo(2);
      answering.join();
    }
  }

  private static HttpResponse against(String answer) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        HttpConnection connection = connection("http://127.0.0.1:" + server.getLocalPort())) {
      Thread answering = Thread.ofPlatform().start(() -> answerOnce(server, answer));
      try {
        return connection.exchange("GET", "/", null);
      } finally {
        answering.join();
      }
    }
  }

  private static void answerOnce(ServerSocket server, String answer) {
    try (Socket socket = server.accept()) {
      int read = socket.getInputStream().read(new byte[4096]);
      assertThat(read).isPositive();
      socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
    } catch (IOException exception) {
      throw new java.io.UncheckedIOException(exception);
    }
  }

  private static void ignoreFailure(HttpConnection connection) {
    try {
      connection.exchange("GET", "/", null);
    } catch (IOException expected) {
      // the server of this test only looks at who comes
    }
  }

  private static HttpConnection connection(String url) {
    return new HttpConnection(RangeTarget.parse(url), null, TIMEOUT);
  }
}
