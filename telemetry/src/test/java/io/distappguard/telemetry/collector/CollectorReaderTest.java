package io.distappguard.telemetry.collector;

import static io.distappguard.telemetry.Collected.anything;
import static io.distappguard.telemetry.Collected.channel;
import static io.distappguard.telemetry.Collected.file;
import static io.distappguard.telemetry.Collected.socket;
import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CollectorReaderTest {

  private static final long AT = 1_795_000_000_000L;

  private final Collected seen = new Collected();

  @Test
  void countsBecomeExchangesOfTheirIntervals() throws IOException {
    Intake intake =
        read(
            begun()
                .object(1, 1, "/etc/hosts")
                .count(1, 1, 0, 3, 300, 1)
                .interval(AT + 1000)
                .count(1, 1, 0, 1, 7, 0)
                .end());

    assertThat(intake.rejected()).isZero();
    assertThat(seen.matching(Operation.READ, file("/etc/hosts")))
        .containsExactly(
            new Collected.Exchange(AT, 0, 0, Operation.READ, 3, 300, 1),
            new Collected.Exchange(AT + 1000, 0, 0, Operation.READ, 1, 7, 0));
    assertThat(seen.ended).containsExactly(AT, AT + 1000);
  }

  @Test
  void theContainerIsThatOfTheControlGroupAndNetwork() throws IOException {
    read(begun().object(1, 1, "/a").count(1, 1, 1, 1, 1, 0).end());

    assertThat(seen.containers).hasSize(1);
    assertThat(seen.containers.getFirst().name()).isEqualTo("abababababab");
    assertThat(seen.containers.getFirst().host()).isEqualTo("node-a");
    assertThat(seen.containers.getFirst().networkNamespace()).isEqualTo(7);
    assertThat(seen.containers.getFirst().addresses()).containsExactly("10.0.0.5");
    assertThat(seen.processes.getFirst().executable()).isEqualTo("/bin/server");
    assertThat(seen.processes.getFirst().arguments()).isEqualTo("server -v");
    assertThat(seen.processes.getFirst().pid()).isEqualTo(100);
  }

  @Test
  void addressesThatComeBeforeTheFirstCountAreTheContainers() throws IOException {
    read(
        new StreamBytes()
            .start()
            .interval(AT)
            .record(2, 1, 99, "/x")
            .record(3, 7, 0)
            .record(4, 1, 0, 1, 7, 100, 1, 8, 0, AT, "/bin/a", "a\0")
            .record(4, 2, 1, 1, 7, 101, 2, 8, 1, AT, "/bin/a", "a\0")
            .record(3, 7, 1, StreamBytes.address(10, 0, 0, 6))
            .object(1, 1, "/a")
            .count(1, 1, 1, 1, 1, 0)
            .end());

    assertThat(seen.containers.getFirst().addresses()).containsExactly("10.0.0.6");
  }

  @Test
  void aProcessToldAnewIsTheOneItWasWhateverTitleItHasWrittenOverItsArguments() throws IOException {
    read(
        begun()
            .object(1, 1, "/a")
            .count(1, 1, 1, 1, 1, 0)
            .interval(AT + 1000)
            .record(4, 5, 0, 1, 7, 100, 1, 8, 0, AT, "/bin/server", "server: idle\0")
            .record(4, 6, 5, 1, 7, 102, 3, 8, 1, AT, "/bin/server", "server: idle\0")
            .count(5, 1, 1, 1, 1, 0)
            .count(6, 1, 1, 1, 1, 0)
            .end());

    assertThat(seen.processes).extracting("arguments").containsExactly("server -v", "server -v");
    assertThat(seen.processes).extracting("pid").containsExactly(100L, 102L);
  }

  @Test
  void aProcessWithTheNumberOfOneThatEndedIsAnother() throws IOException {
    read(
        begun()
            .object(1, 1, "/a")
            .count(1, 1, 1, 1, 1, 0)
            .record(8, 1, 0)
            .interval(AT + 1000)
            .record(4, 5, 0, 1, 7, 100, 1, 8, 0, AT, "/bin/server", "server -q\0")
            .count(5, 1, 1, 1, 1, 0)
            .end());

    assertThat(seen.processes).extracting("arguments").containsExactly("server -v", "server -q");
  }

  @Test
  void aProcessWhoseEndWasLostIsGoneWhenItsNumberIsGivenToAnother() throws IOException {
    read(
        begun()
            .object(1, 1, "/a")
            .count(1, 1, 1, 1, 1, 0)
            .interval(AT + 1000)
            .record(4, 1, 0, 1, 7, 102, 1, 8, 0, AT, "/bin/client", "client\0")
            .record(4, 5, 0, 1, 7, 100, 1, 8, 0, AT, "/bin/server", "server -q\0")
            .count(5, 1, 1, 1, 1, 0)
            .end());

    assertThat(seen.processes).extracting("arguments").containsExactly("server -v", "server -q");
  }

  @Test
  void objectsBecomeTheEntitiesThatStraceShows() throws IOException {
    byte[] own = StreamBytes.address(10, 0, 0, 5);
    byte[] peer = StreamBytes.address(10, 0, 0, 9);
    byte[] none = StreamBytes.NO_ADDRESS;
    read(
        begun()
            .object(1, 4, 10, 1, 6, 7, own, 4000, peer, 80, "", "", 5, 0)
            .object(2, 2, 77)
            .object(3, 3, "[eventfd]", 100, 9)
            .object(4, 4, 1, 1, 0, 7, none, 0, none, 0, "", "", 12, 11)
            .object(5, 4, 1, 1, 0, 7, none, 0, none, 0, "", "/run/db", 13, 14)
            .object(6, 5, 272, 0x60000000)
            .object(7, 9, "code")
            .object(8, 1, "/memfd:code")
            .object(9, 4, 2, 2, 17, 7, none, 0, peer, 53, "", "", 15, 0)
            .object(10, 8, "/mnt")
            .count(1, 1, 2, 1, 5, 0)
            .count(1, 2, 1, 1, 5, 0)
            .count(1, 3, 0, 1, 8, 0)
            .count(1, 4, 2, 1, 1, 0)
            .count(1, 5, 4, 1, 0, 0)
            .count(1, 6, 14, 1, 0, 0)
            .count(1, 7, 18, 1, 0, 0)
            .count(1, 8, 1, 1, 4, 0)
            .count(1, 9, 2, 1, 4, 0)
            .count(1, 10, 15, 1, 0, 1)
            .end());

    assertThat(seen.bytes(Operation.SEND, socket("10.0.0.5:4000", "10.0.0.9:80"))).isEqualTo(5);
    assertThat(seen.bytes(Operation.WRITE, channel("pipe"))).isEqualTo(5);
    assertThat(seen.entities)
        .contains(
            new Entity.ChannelEntity(2, 0, "eventfd", "100/9"),
            new Entity.ChannelEntity(3, 0, "socketpair", "11"),
            new Entity.SocketEntity(4, 0, "unix", "", "/run/db"),
            new Entity.KernelEntity(5, 0, "clone_newpid|clone_newnet"),
            new Entity.ChannelEntity(6, 0, "memfd", "code"),
            new Entity.SocketEntity(7, 0, "udp", "", "10.0.0.9:53"),
            new Entity.KernelEntity(8, 0, "/mnt"));
    assertThat(seen.bytes(Operation.WRITE, channel("memfd"))).isEqualTo(4);
  }

  @Test
  void forksExecutionsAndEndsAreControlEvents() throws IOException {
    read(
        begun()
            .record(4, 2, 1, 1, 7, 101, 2, 8, 1, AT + 5, "/bin/server", "server\0")
            .record(
                4, 3, 2, 1, 7, 101, 2, 8, 2, AT + 6, "/bin/sh", "sh\0-c\0a command that is long\0")
            .record(8, 3, 9)
            .end());

    assertThat(seen.calls(Operation.FORK, anything())).isEqualTo(1);
    assertThat(seen.calls(Operation.EXECUTE, file("/bin/sh"))).isEqualTo(1);
    assertThat(seen.matching(Operation.EXIT, anything()).getFirst().process()).isEqualTo(2);
    assertThat(seen.entities).contains(new Entity.KernelEntity(2, 0, "killed by SIGKILL"));
    assertThat(seen.processes.get(1).parent()).isZero();
    assertThat(seen.processes.get(2).parent()).isZero();
    assertThat(seen.processes.get(2).arguments()).isEqualTo("sh -c a command that i...");
  }

  @Test
  void aContainerBeganWithItsOldestProcess() throws IOException {
    read(
        new StreamBytes()
            .start()
            .interval(AT)
            .record(2, 1, 99, "/docker/" + "ab".repeat(32), AT - 50_000)
            .record(2, 2, 98, "/docker/" + "ab".repeat(32) + "/inner", AT - 40_000)
            .record(4, 1, 0, 1, 7, 100, 1, 8, 0, AT, "/bin/a", "a\0", AT - 60_000)
            .record(4, 2, 0, 2, 7, 101, 2, 8, 0, AT, "/bin/b", "b\0", AT - 30_000)
            .object(1, 1, "/a")
            .count(2, 1, 1, 1, 1, 0)
            .end());

    assertThat(seen.containers)
        .singleElement()
        .satisfies(container -> assertThat(container.startMillis()).isEqualTo(AT - 60_000));
    assertThat(seen.processes.getFirst().startMillis()).isEqualTo(AT - 30_000);
  }

  @Test
  void whenAContainerBeganIsNotKnownOfOlderStreams() throws IOException {
    read(begun().object(1, 1, "/a").count(1, 1, 1, 1, 1, 0).end());

    assertThat(seen.containers.getFirst().startMillis()).isEqualTo(-1);
  }

  @Test
  void aClockThatIsSetBackMakesNoIntervalHoldWhatBelongsToAnother() throws IOException {
    Intake intake =
        read(
            begun()
                .object(1, 1, "/a")
                .count(1, 1, 0, 1, 1, 0)
                .record(12, AT + 400, AT - 3_600_000)
                .interval(AT - 3_600_000)
                .count(1, 1, 0, 1, 2, 0)
                .interval(AT - 3_599_000)
                .count(1, 1, 0, 1, 3, 0)
                .record(12, AT - 3_598_000, AT + 90_000_000)
                .interval(AT + 90_000_000)
                .count(1, 1, 0, 1, 4, 0)
                .end());

    assertThat(intake.rejected()).isZero();
    assertThat(bytesByInterval())
        .containsExactly(
            Map.entry(AT, 1L),
            Map.entry(AT + 1000, 2L),
            Map.entry(AT + 2000, 3L),
            Map.entry(AT + 90_000_000, 4L));
  }

  @Test
  void intervalsOutOfOrderWithoutAWordAreErrorsAndTimeGoesOn() throws IOException {
    Intake intake =
        read(
            begun()
                .object(1, 1, "/a")
                .count(1, 1, 0, 1, 1, 0)
                .interval(AT) // told twice
                .count(1, 1, 0, 1, 2, 0)
                .interval(AT - 60_000)
                .count(1, 1, 0, 1, 3, 0)
                .interval(AT - 58_000)
                .count(1, 1, 0, 1, 4, 0)
                .interval(AT + 400L * 86_400_000)
                .count(1, 1, 0, 1, 5, 0)
                .end());

    assertThat(intake.rejections().entries())
        .extracting(entry -> entry.reason() + " " + entry.count())
        .containsExactlyInAnyOrder(
            StreamClock.TOLD_TWICE + " 1",
            StreamClock.OUT_OF_ORDER + " 1",
            StreamClock.FAR_APART + " 1");
    assertThat(bytesByInterval())
        .containsExactly(
            Map.entry(AT, 3L),
            Map.entry(AT + 1000, 3L),
            Map.entry(AT + 3000, 4L),
            Map.entry(AT + 4000, 5L));
    assertThat(seen.gaps).isEmpty();
  }

  @Test
  void countsBeforeTheFirstIntervalAndBehindAnImpossibleOneAreRefused() throws IOException {
    Intake intake =
        read(
            new StreamBytes()
                .start()
                .image()
                .object(1, 1, "/a")
                .count(1, 1, 0, 1, 1, 0)
                .record(8, 1, 0)
                .interval(AT)
                .count(1, 1, 0, 1, 2, 0)
                .interval(-5)
                .count(1, 1, 0, 1, 3, 0)
                .interval(Long.MAX_VALUE)
                .count(1, 1, 0, 1, 4, 0)
                .interval(AT + 5000)
                .count(1, 1, 0, 1, 5, 0)
                .end());

    assertThat(intake.rejections().entries())
        .extracting(entry -> entry.reason() + " " + entry.count())
        .containsExactlyInAnyOrder(
            CollectorReader.OUTSIDE + " 4", StreamClock.IMPOSSIBLE_TIME + " 2");
    assertThat(bytesByInterval()).containsExactly(Map.entry(AT, 2L), Map.entry(AT + 5000, 5L));
    assertThat(seen.ended).first().isEqualTo(AT);
  }

  @Test
  void aStreamWithoutAnyIntervalIsRefusedWithoutATime() throws IOException {
    Intake intake = read(new StreamBytes().start().image().object(1, 1, "/a"));

    assertThat(intake.rejections().entries())
        .extracting(entry -> entry.reason())
        .containsExactly(CollectorReader.NOT_ENDED);
    assertThat(seen.ended).isEmpty();
  }

  private Map<Long, Long> bytesByInterval() {
    Map<Long, Long> bytes = new TreeMap<>();
    seen.exchanges.forEach(one -> bytes.merge(one.interval(), one.bytes(), Long::sum));
    return bytes;
  }

  @Test
  void lossesMakeTheirIntervalIncomplete() throws IOException {
    read(begun().record(9, 1, 0, 12).interval(AT + 1000).object(1, 1, "/a").end());

    assertThat(seen.gaps).containsExactly(new Collected.Gap(AT, -1, "ring buffer full", 12));
  }

  @Test
  void lossesOfAControlGroupAreThoseOfItsContainerAlone() throws IOException {
    read(
        twoContainers()
            .record(2, 3, 101, "/docker/" + "ab".repeat(32) + "/made/by/itself")
            .record(9, 2, 3, 5, 1, 0)
            .record(9, 2, 0, 7, 3, 0)
            .record(9, 2, 3, 2, 1, 0)
            .interval(AT + 1000)
            .end());

    assertThat(seen.gaps)
        .containsExactly(
            new Collected.Gap(AT, 0, "argument could not be read", 7),
            new Collected.Gap(AT, 0, "ring buffer full", 7));
  }

  @Test
  void lossesOfAllBelowAControlGroupAreThoseOfEachContainerThere() throws IOException {
    read(
        twoContainers()
            .record(2, 3, 101, "/docker")
            .record(2, 4, 102, "/dock")
            .record(9, 2, 3, 5, 3, 1)
            .record(9, 2, 3, 5, 4, 1)
            .end());

    assertThat(seen.gaps)
        .containsExactlyInAnyOrder(
            new Collected.Gap(AT, 0, "argument could not be read", 5),
            new Collected.Gap(AT, 1, "argument could not be read", 5));
  }

  @Test
  void lossesOfAContainerThatIsMetLaterWaitForIt() throws IOException {
    read(
        new StreamBytes()
            .start()
            .interval(AT)
            .record(2, 1, 99, "/docker/" + "ab".repeat(32))
            .record(9, 2, 0, 12, 1, 0)
            .interval(AT + 1000)
            .image()
            .object(1, 1, "/a")
            .count(1, 1, 0, 1, 1, 0)
            .end());

    assertThat(seen.gaps).containsExactly(new Collected.Gap(AT + 1000, 0, "ring buffer full", 12));
  }

  @Test
  void lossesOfGroupsOfWhichNothingWasSeenAreNobodysAndBounded() throws IOException {
    StreamBytes bytes = begun();
    int groups = StreamLosses.MOST_WAITING + 5;
    for (int group = 10; group < 10 + groups; group++) {
      bytes.record(2, group, group, "/docker/" + "cd".repeat(32) + "/" + group);
      bytes.record(2, group, group, "/elsewhere/" + group);
      bytes.record(9, 2, 0, 1, group, 0);
    }
    Intake intake = read(bytes.end());

    assertThat(seen.gaps).isEmpty();
    assertThat(intake.rejections().entries())
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.reason()).isEqualTo(CollectorReader.TOO_MANY_GROUPS);
          assertThat(entry.count()).isEqualTo(5);
        });
  }

  @Test
  void whatIsLeftOutHasNoLosses() throws IOException {
    StreamBytes.read(
        new ByteArrayInputStream(begun().record(9, 2, 0, 12, 1, 0).end().bytes()),
        seen,
        CollectorReader.labelled((host, cgroup, network, addresses) -> null));

    assertThat(seen.gaps).isEmpty();
  }

  @Test
  void aRefusedCountIsALossOfItsContainerAlone() throws IOException {
    read(
        twoContainers()
            .count(2, 9, 0, 1, 1, 0) // an object that was never described
            .count(2, 1, 0, 1, -1L, 0)
            .end());

    assertThat(seen.gaps).containsExactly(new Collected.Gap(AT, 1, "rejected records", 2));
  }

  @Test
  void countsOfWhatWasNeverDescribedAreRefused() throws IOException {
    Intake intake = read(begun().count(1, 5, 0, 1, 1, 0).count(8, 5, 0, 1, 1, 0).end());

    assertThat(intake.rejections().entries())
        .extracting(entry -> entry.reason())
        .containsExactly(CollectorReader.UNKNOWN_OBJECT, CollectorReader.UNKNOWN_IMAGE);
    assertThat(seen.gaps).hasSize(2);
  }

  @Test
  void impossibleCountsAreRefused() throws IOException {
    Intake intake =
        read(
            begun()
                .object(1, 1, "/a")
                .count(1, 1, 0, 0, 0, 0)
                .count(1, 1, 0, 1, 0, 2)
                .count(1, 1, 0, 1L << 40, 0, 0)
                .count(1, 1, 77, 1, 0, 0)
                .end());

    assertThat(intake.rejected()).isEqualTo(4);
    assertThat(seen.exchanges).isEmpty();
  }

  @Test
  void aNewDescriptionOfANumberHoldsFromThenOn() throws IOException {
    read(
        begun()
            .object(1, 1, "/a")
            .count(1, 1, 0, 1, 1, 0)
            .object(1, 1, "/b")
            .count(1, 1, 0, 1, 2, 0)
            .end());

    assertThat(seen.bytes(Operation.READ, file("/a"))).isEqualTo(1);
    assertThat(seen.bytes(Operation.READ, file("/b"))).isEqualTo(2);
  }

  @Test
  void aDamagedBlockMakesTheIntervalIncompleteAndTheRestIsRead() throws IOException {
    StreamBytes bytes = begun().object(1, 1, "/a").block();
    int damaged = bytes.bytes().length + 20;
    byte[] whole =
        bytes.count(1, 1, 0, 1, 1, 0).block().count(1, 1, 0, 1, 2, 0).end().block().bytes();
    whole[damaged] ^= 1;

    Intake intake = read(whole);

    assertThat(intake.rejections().entries().getFirst().reason()).isEqualTo(StreamBlocks.DAMAGED);
    assertThat(seen.bytes(Operation.READ, file("/a"))).isEqualTo(2);
    assertThat(seen.gaps).contains(new Collected.Gap(AT, -1, StreamBlocks.DAMAGED, -1));
  }

  @Test
  void whatIsNotDeclaredIsLeftOut() throws IOException {
    StreamBytes.read(
        new ByteArrayInputStream(
            begun().object(1, 1, "/a").count(1, 1, 0, 1, 1, 0).record(8, 1, 0).end().bytes()),
        seen,
        CollectorReader.labelled((host, cgroup, network, addresses) -> null));

    assertThat(seen.containers).isEmpty();
    assertThat(seen.processes).isEmpty();
    assertThat(seen.exchanges).isEmpty();
  }

  @Test
  void twoStreamsBehindEachOtherAreTwoRunsOfTheCollector() throws IOException {
    Intake intake =
        read(
            begun()
                .object(1, 1, "/a")
                .count(1, 1, 0, 1, 1, 0)
                .end()
                .start()
                .interval(AT + 5000)
                .image()
                .object(1, 1, "/b")
                .count(1, 1, 0, 1, 2, 0)
                .end());

    assertThat(intake.rejected()).isZero();
    assertThat(seen.bytes(Operation.READ, file("/b"))).isEqualTo(2);
    assertThat(seen.containers).hasSize(1);
    assertThat(seen.processes).hasSize(2);
  }

  /** Container 0 by group 1 and image 1, container 1 by group 2 and image 2; object 1. */
  private static StreamBytes twoContainers() {
    return begun()
        .record(2, 2, 100, "/docker/" + "ef".repeat(32))
        .record(4, 2, 0, 2, 8, 200, 1, 9, 0, AT, "/bin/other", "other\0")
        .object(1, 1, "/a")
        .count(1, 1, 0, 1, 1, 0)
        .count(2, 1, 0, 1, 1, 0);
  }

  private static StreamBytes begun() {
    return new StreamBytes().start().interval(AT).image();
  }

  private Intake read(StreamBytes bytes) throws IOException {
    return read(bytes.bytes());
  }

  private Intake read(byte[] bytes) throws IOException {
    return StreamBytes.read(new ByteArrayInputStream(bytes), seen, CollectorReader::open);
  }

  @Test
  void argumentsAreShownAsStraceShowsThem() {
    String many = "a\0".repeat(20);
    assertThat(
            List.of(ArgumentText.of("x\0\0y\0".getBytes(java.nio.charset.StandardCharsets.UTF_8))))
        .containsExactly("x  y");
    assertThat(ArgumentText.of(many.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEqualTo("a a a a a a a a a a a a a a a a...");
  }
}
