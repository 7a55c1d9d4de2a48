package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.cli.MachineProgram.Way;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Operation;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The collector sees what strace sees, whichever way a program makes its calls: those by the gate
 * of i386 are what they are, and not what x86-64 has under their numbers.
 */
class CollectorSeesEveryCallTest {

  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final int WORKING_FOLDER = -100;

  // include/uapi/linux/net.h
  private static final int OF_SOCKET = 1;
  private static final int OF_CONNECT = 3;
  private static final int OF_SEND = 9;
  private static final int OF_SENDTO = 11;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void aStaticProgramReadsConnectsAndExecutes(Way way) throws IOException, InterruptedException {
    MachineProgram program = new MachineProgram(way);
    Path file = Files.writeString(folder.resolve("secret"), "one, two, three, four");
    try (ServerSocket stream = new ServerSocket(0, 8, LOOPBACK);
        DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      files(program, file);
      streams(program, stream.getLocalPort());
      datagrams(program, way, datagrams.getLocalPort());
      program.call("setuid", 0);
      execute(program);

      assertThat(seenAlike(program))
          .containsEntry("OPEN " + file, List.of(2L, 0L, 0L))
          .containsEntry("READ " + file, List.of(2L, 9L, 0L))
          .containsEntry("OPEN " + folder.resolve("nothing"), List.of(1L, 0L, 1L))
          .containsEntry("EXECUTE /bin/true", List.of(1L, 0L, 0L))
          .containsEntry("SEND udp 127.0.0.1:" + datagrams.getLocalPort(), List.of(2L, 14L, 0L))
          .containsEntry("SET_IDENTITY kernel:uid", List.of(1L, 0L, 0L));
    }
  }

  /** On i386 there is one call for all of sockets besides. */
  @Test
  void aSocketcallIsTheCallItStandsFor() throws IOException, InterruptedException {
    MachineProgram program = new MachineProgram(Way.I386);
    try (ServerSocket stream = new ServerSocket(0, 8, LOOPBACK);
        DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      int text = program.text("hello, world");
      int made = program.call("socketcall", OF_SOCKET, program.words(2, 1, 0));
      on(program, made, OF_CONNECT, address(program, stream.getLocalPort()), 16);
      on(program, made, OF_SEND, text, 7, 0);
      int socket = program.call("socket", 2, 2, 0);
      on(program, socket, OF_SENDTO, text, 3, 0, address(program, datagrams.getLocalPort()), 16);
      execute(program);

      Map<String, List<Long>> seen = seenAlike(program);
      assertThat(seen)
          .containsEntry("SEND udp 127.0.0.1:" + datagrams.getLocalPort(), List.of(1L, 3L, 0L));
      assertThat(seen.keySet())
          .anyMatch(key ->
              key.startsWith("CONNECT tcp") && key.endsWith("127.0.0.1:" + stream.getLocalPort()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void callsThatLeadOutOfAContainerAreSeen(Way way) throws IOException, InterruptedException {
    MachineProgram program = new MachineProgram(way);
    Path file = Files.writeString(folder.resolve("file"), "text");
    Path missing = folder.resolve("missing");
    files(program, file, missing);
    mounts(program, missing);
    kernel(program, file);
    descriptors(program);
    execute(program);

    assertThat(seenAlike(program))
        .containsEntry("MOUNT kernel:/", List.of(1L, 0L, 0L))
        .containsEntry("MOUNT kernel:" + missing, List.of(5L, 0L, 4L))
        .containsEntry("MOUNT kernel:" + file, List.of(1L, 0L, 0L))
        .containsEntry("MOUNT kernel:fsopen", List.of(1L, 0L, 1L))
        .containsEntry("MOUNT kernel:fsmount", List.of(1L, 0L, 1L))
        .containsEntry("OPEN_FOR_WRITE " + folder.resolve("pipe"), List.of(1L, 0L, 0L))
        .containsEntry("OPEN_FOR_WRITE " + folder.resolve("other"), List.of(1L, 0L, 0L))
        .containsEntry("CHANGE_MODE " + file, List.of(3L, 0L, 3L))
        .containsEntry("SET_IDENTITY kernel:keys", List.of(3L, 0L, 3L))
        .containsEntry("EXTEND_KERNEL kernel:module", List.of(3L, 0L, 3L))
        .containsEntry("EXTEND_KERNEL kernel:bpf", List.of(1L, 0L, 1L))
        .containsEntry("TRACE process:" + executable(), List.of(1L, 0L, 0L))
        .containsEntry("OPEN " + file, List.of(2L, 0L, 0L));
  }

  @ParameterizedTest
  @EnumSource
  void aMessageGoesToTheAddressGivenWithIt(Way way) throws IOException, InterruptedException {
    MachineProgram program = new MachineProgram(way);
    try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0));
        DatagramSocket other = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
      int text = program.text("hello, world");
      int socket = program.call("socket", 2, 2, 0);
      program.callOn(socket, "connect", address(program, peer.getLocalPort()), 16);
      program.callOn(socket, "sendto", text, 5, 0, address(program, other.getLocalPort()), 16);
      program.callOn(socket, "sendto", text, 3, 0, 0, 0);
      execute(program);

      assertThat(seenAlike(program))
          .containsEntry("SEND udp 127.0.0.1:" + other.getLocalPort(), List.of(1L, 5L, 0L))
          .containsEntry("SEND udp 127.0.0.1:" + peer.getLocalPort(), List.of(1L, 3L, 0L));
    }
  }

  /** strace shows no path, and the collector that of the file. */
  @ParameterizedTest
  @EnumSource
  void aFileOpenedByItsHandleIsKnown(Way way) throws IOException, InterruptedException {
    MachineProgram program = new MachineProgram(way);
    Path file = Files.writeString(folder.resolve("file"), "text");
    int handle = program.bytes(new byte[] {64}, 128);
    int mount = program.words(0);
    program.call("name_to_handle_at", WORKING_FOLDER, program.text(file), handle, mount, 0);
    int opened = program.call("open_by_handle_at", WORKING_FOLDER, handle, 0);
    program.callOn(opened, "read", mount, 4);
    execute(program);

    SeenByBoth seen = run(program);

    Map<String, List<Long>> byCollector = SeenByBoth.of(seen.byCollector(), executable());
    assumeTrue(byCollector.containsKey("READ " + file), "no handles on this file system");
    assertThat(byCollector).containsEntry("OPEN " + file, List.of(1L, 0L, 0L));
    assertThat(seen.byStrace().calls(Operation.OPEN, Collected.channel("unknown"))).isEqualTo(1);
  }

  private void files(MachineProgram program, Path file) {
    int path = program.text(file);
    int buffer = program.bytes(new byte[0], 64);
    int opened = program.call("open", path, 0, 0);
    program.callOn(opened, "read", buffer, 5);
    int again = program.call("openat", WORKING_FOLDER, path, 0, 0);
    program.callOn(again, "readv", program.addresses(buffer, 1, buffer + 8, 3), 2);
    program.call("open", program.text(folder.resolve("nothing")), 0, 0);
  }

  private void streams(MachineProgram program, int port) {
    int socket = program.call("socket", 2, 1, 0);
    program.callOn(socket, "connect", address(program, port), 16);
    program.callOn(socket, "write", program.text("hello, world"), 4);
  }

  private void datagrams(MachineProgram program, Way way, int port) {
    int text = program.text("hello, world");
    int socket = program.call("socket", 2, 2, 0);
    int parts = program.addresses(text, 2, text, 4);
    int to = address(program, port);
    int one = header(program, way, to, parts, 2);
    program.callOn(socket, "sendmsg", one, 0);
    // the second of two messages follows the first and its length
    int first = header(program, way, to, parts, 1);
    header(program, way, to, parts, 2);
    program.callOn(socket, "sendmmsg", first, 2, 0);
  }

  /** A message's header, with room for its length behind it. */
  private static int header(MachineProgram program, Way way, int address, int parts, int count) {
    return way == Way.I386
        ? program.words(address, 16, parts, count, 0, 0, 0, 0)
        : program.words(address, 0, 16, 0, parts, 0, count, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  private void files(MachineProgram program, Path file, Path missing) {
    int path = program.text(file);
    int capability = program.text("security.capability");
    int value = program.bytes(new byte[3], 4);
    program.call("mknod", program.text(folder.resolve("pipe")), 010600, 0);
    program.call("mknodat", WORKING_FOLDER, program.text(folder.resolve("other")), 010600, 0);
    program.call("setxattr", path, capability, value, 3, 0);
    program.call("lsetxattr", path, capability, value, 3, 0);
    int opened = program.call("open", path, 0, 0);
    program.callOn(opened, "fsetxattr", capability, value, 3, 0);
    program.call("setxattr", path, program.text("security.other"), value, 3, 0);
    program.call("chroot", program.text("/"));
    program.call("chroot", program.text(missing));
  }

  private static void mounts(MachineProgram program, Path missing) {
    int path = program.text(missing);
    Path file = missing.resolveSibling("file");
    program.call("open_tree", WORKING_FOLDER, program.text(file), 0);
    program.call("open_tree", WORKING_FOLDER, path, 0);
    program.call("fspick", WORKING_FOLDER, path, 0);
    program.call("move_mount", WORKING_FOLDER, program.text("/"), WORKING_FOLDER, path, 0);
    program.call("mount_setattr", WORKING_FOLDER, path, 0, program.bytes(new byte[0], 32), 32);
    program.call("fsopen", program.text("no file system"), 0);
    program.call("fsmount", 500, 0, 0);
  }

  /** Nothing of what is asked for is there: the kernel stays as it is. */
  private static void kernel(MachineProgram program, Path file) {
    int nothing = program.bytes(new byte[64], 64);
    program.call("init_module", nothing, 64, nothing);
    int opened = program.call("open", program.text(file), 0, 0);
    program.callOn(opened, "finit_module", nothing, 0);
    program.call("delete_module", program.text("no module"), 0);
    program.call("bpf", 9999, nothing, 64);
    program.call("keyctl", 9999, 0, 0, 0, 0);
    program.call("add_key", program.text("no kind"), program.text("key"), nothing, 8, -2);
    program.call("request_key", program.text("no kind"), program.text("key"), 0, 0);
  }

  private static void descriptors(MachineProgram program) {
    int own = program.call("getpid");
    int process = program.callOn(own, "pidfd_open", 0);
    program.callOn(process, "pidfd_getfd", 0, 0);
    int ends = program.words(0, 0);
    program.call("pipe2", ends, 0);
    int text = program.text("hello, world");
    program.callOn(ends + 4, "vmsplice", program.addresses(text, 5), 1, 0);
  }

  private void execute(MachineProgram program) {
    int path = program.text("/bin/true");
    program.call("execve", path, program.addresses(path, 0), program.addresses(0));
  }

  /** Runs it; gives what both saw of it, which must be the same. */
  private Map<String, List<Long>> seenAlike(MachineProgram program)
      throws IOException, InterruptedException {
    SeenByBoth seen = run(program);
    Map<String, List<Long>> byCollector = SeenByBoth.of(seen.byCollector(), executable());
    assertThat(seen.byCollector().gaps).isEmpty();
    assertThat(byCollector).isEqualTo(SeenByBoth.of(seen.byStrace(), executable()));
    return byCollector;
  }

  private SeenByBoth run(MachineProgram program) throws IOException, InterruptedException {
    program.write(Path.of(executable()));
    return SeenByBoth.run(folder, List.of(), List.of(executable()));
  }

  private String executable() {
    return folder.resolve("implant").toString();
  }

  /** A socketcall on the descriptor that stands at an address. */
  private static void on(MachineProgram program, int descriptor, int call, int... arguments) {
    int[] words = new int[arguments.length + 1];
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    int list = program.words(words);
    // dup gives another descriptor of the socket, and puts it where the list begins
    program.call("dup", new int[] {descriptor}, list);
    program.call("socketcall", call, list);
  }

  private static int address(MachineProgram program, int port) {
    byte[] bytes = {2, 0, (byte) (port >> 8), (byte) port, 127, 0, 0, 1};
    return program.bytes(bytes, 16);
  }
}
