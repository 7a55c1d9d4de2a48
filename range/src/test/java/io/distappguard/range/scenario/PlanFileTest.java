package io.distappguard.range.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.range.deployment.RangeFailure;
import io.distappguard.range.workload.FlashCrowd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFileTest {
  @TempDir private Path directory;

  @Test
  void reads_operations_and_attacks_with_the_options_of_their_programs() throws IOException {
    Plan plan =
        read(
            """
            {"name": "x-1", "kind": "attack", "seed": 7, "seconds": 100, "rate": 12.5,
             "daySeconds": 180, "actions": [
              {"at": 5, "do": "scale", "role": "text", "replicas": 4, "until": 60},
              {"at": 70, "do": "rolling-restart", "role": "user"},
              {"at": 80, "do": "attack", "class": "PasswordBruteForce", "seconds": 15, "rate": 20}]}
            """);

    assertThat(plan.rate()).isEqualTo(12.5);
    assertThat(plan.actions())
        .containsExactly(
            new Plan.Scale(5, "text", 4, 60),
            new Plan.RollingRestart(70, "user"),
            new Plan.Attack(80, "PasswordBruteForce", 15, List.of("--rate", "20")));
  }

  @Test
  void what_is_wrong_is_named_with_file_and_field() {
    assertThatThrownBy(() -> read("{\"name\": \"x\", \"kind\": \"rehearsal\", \"seed\": 1}"))
        .isInstanceOf(RangeFailure.class)
        .hasMessageContaining("plan.json")
        .hasMessageContaining("seconds");
    assertThatThrownBy(() ->
            read(
                """
                {"name": "x", "kind": "training", "seed": 1, "seconds": 9, "rate": 1,
                 "daySeconds": 9,
                 "actions": [{"at": 1, "do": "rolling-restart", "role": "mail"}]}
                """))
        .isInstanceOf(RangeFailure.class)
        .hasMessageContaining("role: mail (expected one of: compose-post, gateway");
  }

  @Test
  void every_plan_of_the_repository_is_valid_and_carries_its_name_and_an_own_seed()
      throws IOException {
    List<Path> files;
    try (Stream<Path> entries = Files.walk(Path.of("plans"))) {
      files = entries.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
    List<Plan> plans = files.stream().map(PlanFile::read).toList();

    assertThat(plans.stream().map(plan -> plan.name() + ".json"))
        .containsExactlyElementsOf(files.stream().map(f -> f.getFileName().toString()).toList());
    assertThat(plans.stream().map(Plan::seed)).doesNotHaveDuplicates();
    assertThat(plans.stream().map(Plan::name)).doesNotHaveDuplicates();
  }

  @Test
  void the_traffic_plans_repeat_every_attack_and_test_every_hard_case() throws IOException {
    List<Plan> plans;
    try (Stream<Path> files = Files.list(Path.of("plans/traffic"))) {
      plans = files.sorted().map(PlanFile::read).toList();
    }

    assertThat(plans).noneMatch(Plan::systemCalls);
    Map<String, Long> attacks =
        plans.stream()
            .filter(plan -> plan.kind().equals("attack"))
            .collect(
                Collectors.groupingBy(
                    plan -> plan.name().replaceAll("-[0-9]+$", ""), Collectors.counting()));
    assertThat(attacks).hasSize(10).allSatisfy((name, runs) -> assertThat(runs).isEqualTo(5));
    Map<String, Long> hardCases =
        plans.stream()
            .filter(plan -> plan.kind().equals("benign-test"))
            .flatMap(plan ->
                plan.actions().stream().map(action -> action.getClass().getSimpleName()).distinct())
            .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    assertThat(hardCases)
        .containsOnlyKeys("Crowd", "Latency", "Deploy", "DayEdge")
        .allSatisfy((name, runs) -> assertThat(runs).isGreaterThanOrEqualTo(3));
  }

  @Test
  void reads_what_traffic_plans_have_besides() throws IOException {
    Plan plan =
        read(
            """
            {"name": "x-1.5", "kind": "benign-test", "seed": 7, "seconds": 300, "rate": 12,
             "daySeconds": 180, "dayStart": 20, "amplitude": 0.9, "systemCalls": false,
             "actions": [
              {"at": 5, "do": "flash-crowd", "operation": "user-timeline", "rank": 3, "peak": 8.5,
               "rise": 10, "stay": 20, "fall": 30},
              {"at": 70, "do": "latency", "role": "user", "millis": 40, "until": 90},
              {"at": 100, "do": "deploy", "role": "user", "version": "2"},
              {"at": 120, "do": "day-edge", "until": 140},
              {"at": 150, "do": "attack", "class": "DenialOfService", "seconds": 15,
               "name": "denial-of-service-x3", "rate": 24}]}
            """);

    assertThat(plan.systemCalls()).isFalse();
    assertThat(plan.amplitude()).isEqualTo(0.9);
    assertThat(plan.dayStart()).isEqualTo(20);
    assertThat(plan.actions())
        .containsExactly(
            new Plan.Crowd(new FlashCrowd("user-timeline", 3, 5, 10, 20, 30, 8.5)),
            new Plan.Latency(70, "user", 40, 90),
            new Plan.Deploy(100, "user", "2"),
            new Plan.DayEdge(120, 140),
            new Plan.Attack(
                150,
                "DenialOfService",
                15,
                List.of("--name", "denial-of-service-x3", "--rate", "24")));
  }

  private Plan read(String json) throws IOException {
    return PlanFile.read(Files.writeString(directory.resolve("plan.json"), json));
  }
}
