package io.distappguard.telemetry.strace;

import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Operation.ACCEPT;
import static io.distappguard.telemetry.Operation.OPEN;
import static io.distappguard.telemetry.Operation.READ;
import static io.distappguard.telemetry.Operation.RECEIVE;
import static io.distappguard.telemetry.Operation.SEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.telemetry.Collected;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One request to nginx under strace, against what the client saw. */
class RealNginxTest {

  @TempDir Path folder;

  @Test
  void nginxMovesWhatItsClientSaw() throws Exception {
    assumeTrue(starts("strace", "-V"), "strace is not installed (apt-get install strace)");
    assumeTrue(
        starts("strace", "-f", "-o", folder.resolve("trial").toString(), "true"),
        "strace may not trace here");
    assumeTrue(starts("nginx", "-v"), "nginx is not installed (apt-get install nginx)");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path page = Files.write(folder.resolve("page"), new byte[10_000]);
    int port = freePort();
    Path configuration =
        Files.writeString(
            folder.resolve("nginx.conf"),
            """
            daemon off; master_process off; pid %1$s/pid; error_log %1$s/error.log;
            events {}
            http {
              access_log off; sendfile on;
              client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi; uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
              server { listen 127.0.0.1:%2$d; root %1$s; }
            }
            """
                .formatted(folder, port));
    Path output = folder.resolve("nginx.strace");
    Process process =
        new ProcessBuilder(
                "strace",
                "-f",
                "-ttt",
                "-yy",
                "-s",
                "16",
                "-o",
                output.toString(),
                "nginx",
                "-e",
                folder + "/error.log",
                "-c",
                configuration.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("nginx.out").toFile())
            .start();
    String client;
    int answered;
    byte[] request = "GET /page HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = connect(port)) {
      client = "127.0.0.1:" + socket.getLocalPort();
      socket.getOutputStream().write(request);
      answered = socket.getInputStream().readAllBytes().length;
    } finally {
      process.children().forEach(ProcessHandle::destroy);
      process.waitFor(20, TimeUnit.SECONDS);
      process.destroyForcibly();
    }
    Straced straced = Straced.stream(Files.newInputStream(output));
    assertThat(straced.intake().rejections().entries()).isEmpty();
    Collected seen = straced.seen();
    var connection = Collected.socket("127.0.0.1:" + port, client);
    assertThat(answered).isGreaterThan(10_000);
    assertThat(seen.calls(ACCEPT, connection)).isEqualTo(1);
    assertThat(seen.bytes(SEND, connection)).isEqualTo(answered);
    assertThat(seen.bytes(RECEIVE, connection)).isEqualTo(request.length);
    assertThat(seen.calls(OPEN, file(page.toString()))).isEqualTo(1);
    assertThat(seen.bytes(READ, file(page.toString()))).isEqualTo(10_000);
  }

  /** Under strace a server needs a moment. */
  private static Socket connect(int port) throws Exception {
    for (int attempt = 0; ; attempt++) {
      try {
        return new Socket(InetAddress.getByName("127.0.0.1"), port);
      } catch (IOException exception) {
        if (attempt == 200) {
          throw exception;
        }
        Thread.sleep(50);
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean starts(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException exception) {
      return false;
    }
  }
}
