package io.distappguard.telemetry.strace;

import static io.distappguard.telemetry.Collected.channel;
import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Operation.ACCEPT;
import static io.distappguard.telemetry.Operation.CONNECT;
import static io.distappguard.telemetry.Operation.EXECUTE;
import static io.distappguard.telemetry.Operation.READ;
import static io.distappguard.telemetry.Operation.RECEIVE;
import static io.distappguard.telemetry.Operation.SEND;
import static io.distappguard.telemetry.Operation.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Entity.SocketEntity;
import io.distappguard.telemetry.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs run under strace here and now, against what is known to have moved. */
class RealStraceTest {

  private static final String CALLS =
      "read,write,pread64,pwrite64,readv,writev,preadv,pwritev,sendto,recvfrom,sendmsg,recvmsg,"
          + "sendmmsg,recvmmsg,sendfile,splice,copy_file_range,open,openat,creat,close,close_range,"
          + "dup,dup2,dup3,fcntl,socket,socketpair,pipe,pipe2,connect,accept,accept4,bind,listen,"
          + "eventfd2,memfd_create,execve,execveat,fork,vfork,clone,clone3,exit,exit_group,unlink,"
          + "unlinkat,rename,renameat,renameat2,chdir,kill";

  @TempDir Path folder;

  @BeforeEach
  void straceIsThereAndMayTrace() throws Exception {
    Path trial = folder.resolve("trial.strace");
    boolean traces;
    try {
      traces =
          new ProcessBuilder("strace", "-f", "-o", trial.toString(), "true").start().waitFor() == 0;
    } catch (IOException exception) {
      traces = false;
    }
    assumeTrue(traces, "strace is not installed, or may not trace here (apt-get install strace)");
  }

  @Test
  void aPipelineOfTheShellMovesWhatItSays() throws Exception {
    Path input = Files.write(folder.resolve("input"), new byte[100_000]);
    Path output = folder.resolve("out put>,\"x\"");
    Collected seen =
        trace(
            List.of(
                "sh",
                "-c",
                "head -c 5000 \"$1\" | cat > \"$2\"; cat nothing",
                "sh",
                input.toString(),
                output.toString()),
            1);
    assertThat(Files.size(output)).isEqualTo(5000);
    assertThat(seen.bytes(WRITE, file(output.toString()))).isEqualTo(5000);
    assertThat(seen.bytes(READ, file(input.toString()))).isGreaterThanOrEqualTo(5000);
    assertThat(seen.bytes(WRITE, channel("pipe"))).isEqualTo(5000);
    assertThat(seen.bytes(READ, channel("pipe"))).isEqualTo(5000);
    assertThat(seen.errors(Operation.OPEN, file(folder.resolve("nothing").toString())))
        .isEqualTo(1);
    assertThat(seen.processes.stream().map(image -> image.pid()).distinct()).hasSize(4);
    assertThat(seen.calls(EXECUTE, entity -> true) - seen.errors(EXECUTE, entity -> true))
        .isEqualTo(4);
    assertThat(seen.calls(Operation.EXIT, entity -> true)).isEqualTo(4);
  }

  @Test
  void bothEndsOfAConnectionOfThisJvmAgree() throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("Both.java"),
            """
            import java.net.*;
            class Both {
              public static void main(String[] arguments) throws Exception {
                try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                  Thread thread = new Thread(() -> {
                    try (Socket taken = server.accept()) {
                      byte[] bytes = taken.getInputStream().readNBytes(70_000);
                      taken.getOutputStream().write(bytes, 0, 30_000);
                    } catch (java.io.IOException exception) {
                      throw new java.io.UncheckedIOException(exception);
                    }
                  });
                  thread.start();
                  try (Socket made = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
                    made.getOutputStream().write(new byte[70_000]);
                    if (made.getInputStream().readAllBytes().length != 30_000) {
                      System.exit(3);
                    }
                  }
                  thread.join();
                }
              }
            }
            """);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Collected seen = trace(List.of(java, "-Xshare:auto", source.toString()), 0);
    Predicate<Entity> tcp =
        entity ->
            entity instanceof SocketEntity socket
                && socket.transport().equals("tcp")
                && socket.local().startsWith("127.0.0.1:")
                && !socket.remote().isEmpty();
    assertThat(seen.calls(ACCEPT, tcp)).isEqualTo(1);
    assertThat(seen.calls(CONNECT, tcp)).isEqualTo(1);
    assertThat(seen.bytes(SEND, tcp)).isEqualTo(100_000);
    assertThat(seen.bytes(RECEIVE, tcp)).isEqualTo(100_000);
    SocketEntity made =
        (SocketEntity) seen.entities.get(seen.matching(CONNECT, tcp).getFirst().entity());
    assertThat(seen.bytes(SEND, Collected.socket(made.local(), made.remote()))).isEqualTo(70_000);
    assertThat(seen.bytes(SEND, Collected.socket(made.remote(), made.local()))).isEqualTo(30_000);
    assertThat(seen.processes).hasSize(1);
  }

  @Test
  void messagesAndCopiesOfPythonMoveWhatTheySay() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed");
    Path source = Files.write(folder.resolve("source"), new byte[9_000]);
    Path target = folder.resolve("target");
    Path script =
        Files.writeString(
            folder.resolve("script.py"),
            """
            import os, socket, sys
            a, b = socket.socketpair()
            a.sendmsg([b"x" * 300, b"y" * 200])
            assert len(b.recv(1000)) == 500
            s = os.open(sys.argv[1], os.O_RDONLY)
            t = os.open(sys.argv[2], os.O_RDWR | os.O_CREAT)
            assert os.sendfile(t, s, 0, 4000) == 4000
            assert os.writev(t, [b"z" * 10, b"z" * 20]) == 30
            u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            u.bind(("127.0.0.1", 0))
            v = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            v.sendto(b"q" * 77, u.getsockname())
            assert len(u.recv(1000)) == 77
            c = os.fork()
            if c == 0:
                os.write(t, b"child")
                os._exit(0)
            os.waitpid(c, 0)
            """);
    Collected seen =
        trace(
            List.of("/usr/bin/python3", script.toString(), source.toString(), target.toString()),
            0);
    assertThat(seen.bytes(SEND, channel("socketpair"))).isEqualTo(500);
    assertThat(seen.bytes(RECEIVE, channel("socketpair"))).isEqualTo(500);
    assertThat(seen.bytes(READ, file(source.toString()))).isEqualTo(4000);
    assertThat(seen.bytes(WRITE, file(target.toString()))).isEqualTo(4035);
    assertThat(
            seen.bytes(
                SEND,
                entity ->
                    entity instanceof SocketEntity socket
                        && socket.transport().equals("udp")
                        && socket.remote().startsWith("127.0.0.1:")))
        .isEqualTo(77);
  }

  private Collected trace(List<String> program, int exitCode) throws Exception {
    Path output = folder.resolve("program.strace");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("strace", "-f", "-ttt", "-yy", "-s", "16", "--seccomp-bpf"));
    command.addAll(List.of("-e", "trace=" + CALLS, "-o", output.toString()));
    command.addAll(program);
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("program.out").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue())
        .as(Files.readString(folder.resolve("program.out")))
        .isEqualTo(exitCode);
    Straced straced = Straced.stream(Files.newInputStream(output));
    assertThat(straced.intake().rejections().entries()).isEmpty();
    try (var lines = Files.lines(output, java.nio.charset.StandardCharsets.ISO_8859_1)) {
      assertThat(straced.intake().accepted()).isEqualTo(lines.count());
    }
    return straced.seen();
  }
}
