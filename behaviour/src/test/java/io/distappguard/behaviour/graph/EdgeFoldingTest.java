package io.distappguard.behaviour.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.telemetry.Entity.ChannelEntity;
import io.distappguard.telemetry.Entity.FileEntity;
import io.distappguard.telemetry.Entity.KernelEntity;
import io.distappguard.telemetry.Entity.ProcessEntity;
import io.distappguard.telemetry.Entity.SocketEntity;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EdgeFoldingTest {

  private final RecordingEdges edges = new RecordingEdges(PathGroups.NONE);
  private final EdgeFolding folding = edges.folding;
  private int entities;

  @BeforeEach
  void twoContainers() {
    folding.container(RecordingEdges.container(0, "text-1", "text", "10.77.1.5"));
    folding.container(RecordingEdges.container(1, "post-storage-1", "post-storage", "10.77.2.7"));
    folding.process(new ProcessImage(0, 0, 10, -1, "/usr/bin/java", "", 0));
    folding.process(new ProcessImage(1, 1, 20, -1, "/usr/bin/java", "", 0));
  }

  @Test
  void bothEndsOfAConnectionAreOneFlowAndTheSendersBytesCount() {
    int client = socket(0, "10.77.1.5:40000", "10.77.2.7:9109");
    int server = socket(1, "10.77.2.7:9109", "10.77.1.5:40000");
    act(0, client, Operation.SEND, 2, 700);
    act(1, server, Operation.RECEIVE, 3, 700);
    act(1, server, Operation.SEND, 1, 90);
    act(0, client, Operation.RECEIVE, 1, 90);
    assertThat(edges.bytes)
        .containsEntry("text/java -> post-storage:9109 (SEND)", 700L)
        .containsEntry("text@post-storage:9109 -> post-storage/java (RECEIVE)", 0L)
        .containsEntry("post-storage/java -> text@post-storage:9109 (SEND)", 90L)
        .containsEntry("post-storage:9109 -> text/java (RECEIVE)", 0L)
        .hasSize(4);
    assertThat(edges.calls)
        .containsEntry("text@post-storage:9109 -> post-storage/java (RECEIVE)", 3L);
  }

  @Test
  void outsideIsNamedByItsNetworkAndReceivedBytesCount() {
    act(0, socket(0, "10.77.1.5:9103", "10.77.99.10:51234"), Operation.RECEIVE, 1, 300);
    act(0, socket(0, "10.77.1.5:40001", "10.77.99.200:4444"), Operation.SEND, 1, 10);
    act(0, socket(0, "10.77.1.5:40002", "93.184.216.34:443"), Operation.SEND, 1, 20);
    act(0, socket(0, "10.77.1.5:40003", "192.168.4.4:5000"), Operation.SEND, 1, 30);
    act(0, socket(0, "127.0.0.1:40004", "127.0.0.1:6000"), Operation.SEND, 1, 40);
    assertThat(edges.bytes)
        .containsEntry("external:internet -> text/java (RECEIVE)", 300L)
        .containsEntry("text/java -> external:internet (SEND)", 10L)
        .containsEntry("text/java -> external:public:443 (SEND)", 20L)
        .containsEntry("text/java -> external:private (SEND)", 30L)
        .containsEntry("text/java -> text:6000 (SEND)", 40L);
  }

  @Test
  void addressBelongsToTheContainerThatHasItAtThatTime() {
    folding.container(RecordingEdges.container(2, "media-1", "media", "10.77.2.7"));
    act(0, socket(0, "10.77.1.5:40009", "10.77.2.7:9106"), Operation.SEND, 1, 5);
    assertThat(edges.bytes).containsEntry("text/java -> media:9106 (SEND)", 5L);
  }

  @Test
  void childIsNamedByItsAncestryWithinTheContainer() {
    folding.process(new ProcessImage(2, 0, 11, 0, "/usr/bin/java", "", 0));
    folding.process(new ProcessImage(3, 0, 11, 2, "/bin/sh", "sh -c head -c 4096 x", 0));
    folding.process(new ProcessImage(4, 0, 12, 3, "/usr/bin/head", "head -c 4096 /tmp/x", 0));
    folding.process(new ProcessImage(5, 1, 21, 3, "/bin/bash", "bash -i", 0));
    for (int process = 2; process <= 5; process++) {
      act(process, file(process == 5 ? 1 : 0, "/etc/hosts"), Operation.READ, 1, 1);
    }
    assertThat(edges.calls.keySet())
        .containsExactlyInAnyOrder(
            "text:/etc/hosts -> text/java (READ)",
            "text:/etc/hosts -> text/java>sh -c <script> (READ)",
            "text:/etc/hosts -> text/java>sh>head -c <n> <path> (READ)",
            "post-storage:/etc/hosts -> post-storage/bash -i (READ)");
  }

  @Test
  void everyKindOfEntityHasAName() {
    folding.entity(new ChannelEntity(entities, 0, "pipe", "8812"));
    act(0, entities++, Operation.WRITE, 1, 8);
    folding.entity(new KernelEntity(entities, 0, "mnt"));
    act(0, entities++, Operation.SET_NAMESPACE, 1, 0);
    folding.entity(new ProcessEntity(entities, 1, 1));
    act(0, entities++, Operation.TRACE, 1, 0);
    folding.entity(new ProcessEntity(entities, 0, -1));
    act(0, entities++, Operation.SIGNAL, 1, 0);
    folding.entity(new SocketEntity(entities, 0, "unix", "/run/db.sock.7", ""));
    act(0, entities++, Operation.SEND, 1, 4);
    act(0, socket(0, "10.77.1.5:9103", ""), Operation.LISTEN, 1, 0);
    act(0, socket(0, "", ""), Operation.CONNECT, 1, 0);
    assertThat(edges.calls.keySet())
        .containsExactlyInAnyOrder(
            "text/java -> text:pipe (WRITE)",
            "text/java -> text:kernel:mnt (SET_NAMESPACE)",
            "text/java -> post-storage/java (TRACE)",
            "text/java -> text/unknown (SIGNAL)",
            "text/java -> text:unix:/run/db.sock.<n> (SEND)",
            "text/java -> text:9103 (LISTEN)",
            "text/java -> text:tcp socket (CONNECT)");
  }

  @Test
  void replicasAreOneRole() {
    folding.container(RecordingEdges.container(2, "text-2", "text", "10.77.2.5"));
    folding.process(new ProcessImage(2, 2, 30, -1, "/usr/bin/java", "", 0));
    act(0, file(0, "/srv/run/containers/text-1/log"), Operation.WRITE, 1, 10);
    act(2, file(2, "/srv/run/containers/text-2/log"), Operation.WRITE, 1, 5);
    assertThat(edges.bytes)
        .containsExactly(Map.entry("text/java -> text:<container>/log (WRITE)", 15L));
  }

  @Test
  void foldersWithEverNewNamesAreOneFile() {
    RecordingEdges grouped = new RecordingEdges(new PathGroups(Set.of("text:<container>/uploads")));
    grouped.folding.container(RecordingEdges.container(0, "text-1", "text", "10.77.1.5"));
    grouped.folding.process(new ProcessImage(0, 0, 10, -1, "/usr/bin/java", "", 0));
    grouped.folding.entity(new FileEntity(0, 0, "/srv/text-1/uploads/cat.jpg"));
    grouped.folding.entity(new FileEntity(1, 0, "/srv/text-1/uploads/dog.jpg"));
    grouped.folding.exchange(0, 0, 0, Operation.WRITE, 1, 1, 0);
    grouped.folding.exchange(0, 0, 1, Operation.WRITE, 1, 2, 0);
    assertThat(grouped.bytes)
        .containsExactly(Map.entry("text/java -> text:<container>/uploads/* (WRITE)", 3L));
  }

  @Test
  void namesWithoutEndAreCountedTogether() {
    int names = NameBudget.MOST_EDGES + 1_000;
    for (int name = 0; name < names; name++) {
      act(0, file(0, "/tmp/" + letters(name)), Operation.WRITE, 1, 10);
    }
    act(1, file(1, "/tmp/other"), Operation.WRITE, 1, 7);
    assertThat(edges.dictionary.size()).isEqualTo(NameBudget.MOST_EDGES + 2);
    assertThat(folding.refusedNames()).isEqualTo(1_000);
    assertThat(edges.bytes)
        .containsEntry("text/<too many names> -> text:<too many names> (WRITE)", 10_000L)
        .containsEntry("post-storage/java -> post-storage:/tmp/other (WRITE)", 7L);
    assertThat(edges.bytes.values().stream().mapToLong(bytes -> bytes).sum())
        .isEqualTo(10L * names + 7);
  }

  @Test
  void processesWithoutEndAreCountedTogether() {
    int file = file(0, "/tmp/one");
    for (int process = 2; process < NameBudget.MOST_CARRIERS + 1_002; process++) {
      folding.process(new ProcessImage(process, 0, process, 0, "/bin/sh", "", 0));
      act(process, file, Operation.READ, 1, 1);
    }
    act(1, file(1, "/tmp/other"), Operation.READ, 1, 7);
    assertThat(folding.refusedNames()).isEqualTo(1_000);
    assertThat(edges.carriers).hasSize(NameBudget.MOST_CARRIERS + 2);
    assertThat(edges.bytes)
        .containsEntry("text:/tmp/one -> text/java>sh (READ)", NameBudget.MOST_CARRIERS + 1_000L)
        .containsEntry("post-storage:/tmp/other -> post-storage/java (READ)", 7L);
  }

  @Test
  void aNameOfAnyLengthIsCut() {
    act(0, file(0, "/tmp/" + "x".repeat(4_000)), Operation.WRITE, 1, 1);
    assertThat(edges.bytes.keySet())
        .allSatisfy(name -> assertThat(name).hasSizeLessThan(200).contains("…"));
  }

  /** A number without digits, so that no placeholder catches it. */
  private static String letters(int number) {
    StringBuilder name = new StringBuilder("n");
    for (int rest = number; rest > 0; rest /= 26) {
      name.append((char) ('a' + rest % 26));
    }
    return name.toString();
  }

  @Test
  void whatWasNotAnnouncedIsRefused() {
    assertThatThrownBy(() -> act(0, 99, Operation.READ, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("entity id: 99 was not announced");
    assertThatThrownBy(() -> folding.process(new ProcessImage(7, 0, 1, -1, "/bin/sh", "", 0)))
        .hasMessageContaining("process id: 7 (expected: 2)");
  }

  private int socket(int container, String local, String remote) {
    folding.entity(new SocketEntity(entities, container, "tcp", local, remote));
    return entities++;
  }

  private int file(int container, String path) {
    folding.entity(new FileEntity(entities, container, path));
    return entities++;
  }

  private void act(int process, int entity, Operation operation, int calls, long bytes) {
    folding.exchange(0, process, entity, operation, calls, bytes, 0);
  }
}
