package io.distappguard.range.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.distappguard.range.deployment.RangeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
    try (Stream<Path> entries = Files.list(Path.of("plans"))) {
      files = entries.sorted().toList();
    }
    List<Plan> plans = files.stream().map(PlanFile::read).toList();

    assertThat(plans.stream().map(plan -> plan.name() + ".json"))
        .containsExactlyElementsOf(files.stream().map(f -> f.getFileName().toString()).toList());
    assertThat(plans.stream().map(Plan::seed)).doesNotHaveDuplicates();
  }

  private Plan read(String json) throws IOException {
    return PlanFile.read(Files.writeString(directory.resolve("plan.json"), json));
  }
}
