package io.distappguard.range.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.range.recording.ContainerList;
import io.distappguard.range.recording.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two real containers on two hosts, recorded, then gone. */
@Timeout(60)
class MiniTopologyTest {
  private static final Naming NAMING = new Naming("dagtest");
  private static final Instance DOOR = new Instance("nginx", 1, Host.HOST_A, "10.77.1.10");
  private static final Instance STORE = new Instance("redis", 1, Host.HOST_B, "10.77.2.17");

  @TempDir private Path directory;

  private Network network;
  private ControlGroups groups;
  private RunFolder folder;
  private ContainerRuntime runtime;

  @BeforeEach
  void needsTheMachine() throws IOException {
    assumeTrue(
        ((Number) Files.getAttribute(Path.of("/proc/self"), "unix:uid")).intValue() == 0,
        "skipped: not root, so no network namespaces and control groups can be made");
    List<String> missing =
        Stream.of("ip", "nsenter", "strace", "setsid", "nginx", "redis-server", "bash")
            .filter(name -> !Program.isInstalled(name))
            .toList();
    assumeTrue(missing.isEmpty(), "skipped: not installed: " + missing);
    network = new Network(NAMING);
    groups = ControlGroups.find(NAMING);
    removeAll();
    folder = new RunFolder(directory.resolve("range"));
    runtime =
        new ContainerRuntime(
            network,
            groups,
            folder,
            new ContainerList("mini", "test", List.of(), ""),
            Recorder.STRACE);
  }

  @AfterEach
  void removeAll() {
    if (network != null) {
      groups.removeAll();
      network.removeAll();
    }
  }

  @Test
  void containers_on_two_hosts_serve_are_recorded_and_leave_nothing_behind() throws IOException {
    folder.create(false);
    network.createHosts();
    network.addContainer("client", Host.INTERNET, List.of("10.77.99.10", "10.77.99.11"));
    Discovery discovery = new Discovery(folder.discovery());
    discovery.publish("gateway", List.of("10.77.2.99:8080"));
    Container store = started(STORE, new RedisImage());
    Container door = started(DOOR, new NginxImage(discovery));

    String answer = fromClient("10.77.2.17", 6379, "PING\\r\\nQUIT\\r\\n");
    assertThat(answer).startsWith("+PONG");
    assertThat(fromClient("10.77.1.10", 80, "GET / HTTP/1.0\\r\\n\\r\\n")).contains("502");
    assertThat(groups.processes("redis-1")).contains(store.rootPid());

    runtime.stop(door, Duration.ofSeconds(5));
    runtime.stop(store, Duration.ofSeconds(5));

    String calls = Files.readString(folder.straceFolder().resolve("redis-1.0.strace"));
    assertThat(calls)
        .contains("execve(\"/usr/bin/redis-server\"")
        .contains("TCP:[10.77.2.17:6379->10.77.99.10:")
        .contains("+++ exited with 0 +++");
    assertThat(Files.readString(folder.recording().resolve("containers.json")))
        .contains("\"name\" : \"nginx-1\"")
        .contains("\"rootPid\" : " + store.rootPid())
        .contains("\"strace\" : \"strace/redis-1.0.strace\"");

    groups.removeAll();
    network.removeAll();
    folder.remove();
    assertThat(network.existing()).isEmpty();
    assertThat(groups.existing()).isEmpty();
    assertThat(folder.directory()).doesNotExist();
    assertThat(ProcessHandle.of(store.rootPid())).isEmpty();
  }

  @Test
  void a_container_that_fails_to_start_says_why() {
    folder.create(false);
    network.createHosts();
    Discovery discovery = new Discovery(folder.discovery());
    discovery.publish("gateway", List.of("no such address"));

    // It may end before its first process is found, or after: the reason is told either way.
    assertThatThrownBy(
            () -> {
              Container door = runtime.start(DOOR, new NginxImage(discovery));
              runtime.awaitReady(door, System.nanoTime() + Duration.ofSeconds(20).toNanos());
            })
        .isInstanceOf(RangeFailure.class)
        .hasMessageContaining("nginx-1: ")
        .hasMessageContaining("nginx.conf");
  }

  @Test
  void what_was_killed_half_way_is_removed_by_name() {
    folder.create(false);
    network.createHosts();
    Container store = started(STORE, new RedisImage());

    // another process, knowing only the names
    int killed = ControlGroups.find(NAMING).removeAll();
    int removed = new Network(NAMING).removeAll();

    assertThat(killed).isEqualTo(2); // strace and redis
    assertThat(removed).isEqualTo(4);
    assertThat(store.supervisor().onExit().orTimeout(5, TimeUnit.SECONDS).join()).isNotNull();
    assertThat(new Network(NAMING).removeAll()).isZero();
  }

  @Test
  void a_second_command_of_the_same_prefix_is_refused_while_the_first_is_at_work() {
    try (RangeLock held = RangeLock.take(NAMING)) {
      assertThatThrownBy(() -> RangeLock.take(NAMING))
          .isInstanceOf(RangeFailure.class)
          .hasMessageContaining("prefix dagtest");
    }
    RangeLock.take(NAMING).close();
  }

  private Container started(Instance instance, Image image) {
    Container container = runtime.start(instance, image);
    runtime.awaitReady(container, System.nanoTime() + Duration.ofSeconds(20).toNanos());
    return container;
  }

  private String fromClient(String address, int port, String request) {
    return Program.run(
        Duration.ofSeconds(10),
        "",
        List.of(
            "nsenter",
            "--net=" + network.file("client"),
            "timeout",
            "5",
            "bash",
            "-c",
            "exec 3<>/dev/tcp/%s/%d && printf '%s' >&3 && cat <&3"
                .formatted(address, port, request)));
  }
}
