package io.distappguard.behaviour.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.ProcessImage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainerPhasesTest {

  /** 20 s at least, 5 s without anything new, 60 s at most; peers settle for 10 s. */
  private static final PhaseRules RULES = PhaseRules.STANDARD;

  private static final long BEGIN = 1_795_300_000_000L;

  private final ContainerPhases phases = new ContainerPhases(RULES, 1_000);
  private int processes;

  @BeforeEach
  void theWatchingBegan() {
    container(Container.UNKNOWN_START);
    act(0, process(0, -1, BEGIN), 0);
    phases.endInterval(millis(0));
  }

  private static long millis(int second) {
    return BEGIN + 1_000L * second;
  }

  private void container(long start) {
    int id = containers++;
    Container container =
        new Container(id, "c" + id, "host-a", "role-" + id, null, null, 0, List.of());
    phases.container(container.startedAt(start), "role-" + id);
  }

  private int containers;

  private ProcessImage process(int container, int parent, long start) {
    int id = processes++;
    ProcessImage image =
        new ProcessImage(id, container, 100 + id, parent, "/bin/service", "", start);
    phases.process(image);
    return image;
  }

  /** A process does something in a second; gives whether its container counts as starting. */
  private boolean act(int container, ProcessImage process, int second) {
    phases.seen(process, true);
    return phases.isStarting(container, millis(second));
  }

  private boolean isStartingAfter(int container, ProcessImage process, int second) {
    act(container, process, second);
    phases.endInterval(millis(second));
    return phases.isStarting(container, millis(second + 1));
  }

  @Test
  void whatTakesPartInTheFirstIntervalRanBefore() {
    assertThat(phases.isStarting(0, millis(1))).isFalse();
    assertThat(phases.established()).containsExactly("role-0");
    assertThat(phases.roleStates(millis(1)))
        .isEqualTo(Map.of("role-0", new RoleState(1, 1, false)));
  }

  @Test
  void whatExecutesAProgramOfItsOwnInTheFirstIntervalStarts() {
    ContainerPhases fresh = new ContainerPhases(RULES, 1_000);
    fresh.container(new Container(0, "a", "host-a", "a", null, null, 0, List.of()), "a");
    ProcessImage image = new ProcessImage(0, 0, 7, -1, "/bin/a", "", BEGIN + 200);
    fresh.process(image);
    fresh.seen(image, true);
    fresh.executed(image);
    assertThat(fresh.isStarting(0, BEGIN)).isTrue();
    assertThat(fresh.endInterval(BEGIN)).isEmpty();
    assertThat(fresh.isStarting(0, BEGIN + 1_000)).isTrue();
  }

  @Test
  void aRunningContainerThatRunsAnotherProgramDoesNotStart() {
    ContainerPhases fresh = new ContainerPhases(RULES, 1_000);
    fresh.container(new Container(0, "a", "host-a", "a", null, null, 0, List.of()), "a");
    ProcessImage service = new ProcessImage(0, 0, 7, -1, "/bin/a", "", BEGIN);
    ProcessImage shell = new ProcessImage(1, 0, 8, 0, "/bin/sh", "", BEGIN + 100);
    for (ProcessImage image : List.of(service, shell)) {
      fresh.process(image);
    }
    fresh.seen(shell, true);
    fresh.executed(shell);
    fresh.isStarting(0, BEGIN);
    assertThat(fresh.endInterval(BEGIN)).containsExactly(0);
    assertThat(fresh.isStarting(0, BEGIN + 1_000)).isFalse();
  }

  @Test
  void whatBeganLongBeforeRunsWheneverItFirstActs() {
    container(BEGIN - 3_600_000);
    container(Container.UNKNOWN_START);
    assertThat(isStartingAfter(1, process(1, -1, millis(40)), 40)).isFalse();
    assertThat(isStartingAfter(2, process(2, -1, BEGIN - 90_000), 41)).isFalse();
    assertThat(phases.roleStates(millis(41)).get("role-1").changing()).isFalse();
    assertThat(phases.takeBegun()).isEmpty();
  }

  @Test
  void whatAppearsLaterStarts() {
    container(Container.UNKNOWN_START);
    assertThat(isStartingAfter(1, process(1, -1, millis(3)), 3)).isTrue();
    assertThat(phases.takeBegun()).containsExactly(1);
    assertThat(phases.roleStates(millis(3)))
        .containsEntry("role-1", new RoleState(0, 1, true))
        .containsEntry("role-0", new RoleState(1, 1, false));
  }

  @Test
  void whatBeganAMomentBeforeIsStillStartingUntilItsAge() {
    container(BEGIN - 15_000);
    assertThat(isStartingAfter(1, process(1, -1, BEGIN - 15_000), 1)).isTrue();
    for (int second = 2; second <= 5; second++) {
      phases.endInterval(millis(second));
      assertThat(phases.isStarting(1, millis(second + 1))).isTrue();
    }
    phases.endInterval(millis(6));
    assertThat(phases.isStarting(1, millis(7))).isFalse();
  }

  @Test
  void aStartUpEndsWhenNothingNewIsDone() {
    container(Container.UNKNOWN_START);
    ProcessImage image = process(1, -1, millis(10));
    for (int second = 10; second <= 27; second++) {
      act(1, image, second);
      phases.endInterval(millis(second));
    }
    for (int second = 28; second <= 31; second++) {
      phases.endInterval(millis(second));
      assertThat(phases.takeSettled()).isEmpty();
    }
    phases.endInterval(millis(32));
    assertThat(phases.takeSettled()).containsExactly(1);
    assertThat(phases.established()).contains("role-1");
  }

  @Test
  void nobodyHidesInAnEndlessStartUp() {
    container(Container.UNKNOWN_START);
    ProcessImage image = process(1, -1, millis(10));
    for (int second = 10; second < 70; second++) {
      assertThat(act(1, image, second)).isTrue();
      phases.endInterval(millis(second));
    }
    assertThat(act(1, image, 70)).isFalse();
  }

  @Test
  void itStopsWithItsLastProcessAndStartsAnew() {
    container(BEGIN - 3_600_000);
    ProcessImage first = process(1, -1, BEGIN - 3_600_000);
    ProcessImage second = process(1, 1, BEGIN - 3_600_000);
    act(1, first, 20);
    act(1, second, 20);
    phases.endInterval(millis(20));
    phases.exited(first);
    phases.endInterval(millis(21));
    assertThat(phases.takeStopped()).isEmpty();
    phases.exited(second);
    phases.endInterval(millis(22));
    assertThat(phases.takeStopped()).containsExactly(1);
    assertThat(phases.roleStates(millis(22)).get("role-1")).isEqualTo(new RoleState(0, 0, true));

    assertThat(isStartingAfter(1, process(1, -1, millis(24)), 24)).isTrue();
    assertThat(phases.takeBegun()).containsExactly(1);
  }

  @Test
  void peersSettleForAWhileAfterAChange() {
    container(Container.UNKNOWN_START);
    act(1, process(1, -1, millis(10)), 10);
    for (int second = 10; second < 60; second++) {
      phases.endInterval(millis(second));
    }
    // settled at the end of second 29
    assertThat(phases.roleStates(millis(39)).get("role-1").changing()).isTrue();
    assertThat(phases.roleStates(millis(40)).get("role-1").changing()).isFalse();
  }
}
