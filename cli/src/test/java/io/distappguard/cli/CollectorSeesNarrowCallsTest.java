package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls by the gate of i386 are what they are, and not what x86-64 has under their numbers. */
class CollectorSeesNarrowCallsTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  // arch/x86/entry/syscalls/syscall_32.tbl
  private static final int READ = 3;
  private static final int WRITE = 4;
  private static final int OPEN = 5;
  private static final int EXECVE = 11;
  private static final int SOCKETCALL = 102;
  private static final int READV = 145;
  private static final int SETUID_32 = 213;
  private static final int OPENAT = 295;
  private static final int SENDMMSG = 345;
  private static final int SOCKET = 359;
  private static final int CONNECT = 362;
  private static final int SENDMSG = 370;

  // include/uapi/linux/net.h
  private static final int OF_SOCKET = 1;
  private static final int OF_CONNECT = 3;
  private static final int OF_SEND = 9;
  private static final int OF_SENDTO = 11;

  @TempDir Path folder;

  private final I386Program program = new I386Program();

  @Test
  void aStaticProgramOfI386ReadsConnectsAndExecutes() throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("secret"), "one, two, three, four");
    Path executable = folder.resolve("implant32");
    try (ServerSocket stream = new ServerSocket(0, 8, LOOPBACK);
        DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      files(file);
      streams(stream.getLocalPort());
      datagrams(datagrams.getLocalPort());
      int path = program.text("/bin/true");
      program.call(SETUID_32, 0);
      program.call(EXECVE, path, program.words(path, 0), program.words(0));
      program.write(executable);

      SeenByBoth seen = SeenByBoth.run(folder, List.of(), List.of(executable.toString()));

      Map<String, List<Long>> byCollector =
          SeenByBoth.of(seen.byCollector(), executable.toString());
      assertThat(seen.byCollector().gaps).isEmpty();
      assertThat(byCollector)
          .containsEntry("OPEN " + file, List.of(2L, 0L, 0L))
          .containsEntry("READ " + file, List.of(2L, 9L, 0L))
          .containsEntry("OPEN " + folder.resolve("nothing"), List.of(1L, 0L, 1L))
          .containsEntry("EXECUTE /bin/true", List.of(1L, 0L, 0L))
          .containsEntry("SEND udp 127.0.0.1:" + datagrams.getLocalPort(), List.of(3L, 17L, 0L))
          .containsEntry("SET_IDENTITY kernel:uid", List.of(1L, 0L, 0L));
      assertThat(SeenByBoth.of(seen.byStrace(), executable.toString())).isEqualTo(byCollector);
    }
  }

  private void files(Path file) {
    int path = program.text(file.toString());
    int buffer = program.bytes(new byte[0], 64);
    int opened = program.call(OPEN, path, 0, 0);
    program.callOn(opened, READ, buffer, 5);
    int again = program.call(OPENAT, -100, path, 0, 0);
    program.callOn(again, READV, program.words(buffer, 1, buffer + 8, 3), 2);
    program.call(OPEN, program.text(folder.resolve("nothing").toString()), 0, 0);
  }

  /** By the calls of their own that sockets have, and by the one call for all. */
  private void streams(int port) {
    int text = program.text("hello, world");
    int address = address(port);
    int socket = program.call(SOCKET, 2, 1, 0);
    program.callOn(socket, CONNECT, address, 16);
    program.callOn(socket, WRITE, text, 4);
    int made = program.call(SOCKETCALL, OF_SOCKET, program.words(2, 1, 0));
    on(made, OF_CONNECT, address, 16);
    on(made, OF_SEND, text, 7, 0);
  }

  private void datagrams(int port) {
    int text = program.text("hello, world");
    int address = address(port);
    int socket = program.call(SOCKET, 2, 2, 0);
    on(socket, OF_SENDTO, text, 3, 0, address, 16);
    int parts = program.words(text, 2, text, 4);
    program.callOn(socket, SENDMSG, program.words(address, 16, parts, 2, 0, 0, 0), 0);
    int messages =
        program.words(
            address, 16, parts, 1, 0, 0, 0, 0, //
            address, 16, parts, 2, 0, 0, 0, 0);
    program.callOn(socket, SENDMMSG, messages, 2, 0);
  }

  /** A socketcall on the descriptor that stands at an address. */
  private void on(int descriptor, int call, int... arguments) {
    int[] words = new int[arguments.length + 1];
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    int list = program.words(words);
    // dup(descriptor) gives another number, so that the result lands where the list begins
    program.call(41, new int[] {descriptor}, list);
    program.call(SOCKETCALL, call, list);
  }

  private int address(int port) {
    byte[] bytes = {2, 0, (byte) (port >> 8), (byte) port, 127, 0, 0, 1};
    return program.bytes(bytes, 16);
  }
}
