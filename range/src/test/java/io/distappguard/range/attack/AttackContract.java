package io.distappguard.range.attack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.range.client.OneLineErrors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every attack program must do, and how the tests run one. */
abstract class AttackContract {

  private static final String OWN_ADDRESS = "127.0.0.1";
  private static final String FOREIGN_ADDRESS = "93.184.216.34";

  @TempDir Path directory;

  private final Supplier<AttackProgram> attack;
  private final List<String> usual;

  /**
   * @param usual options that all its runs have besides those that every attack needs
   */
  AttackContract(Supplier<AttackProgram> attack, String... usual) {
    this.attack = attack;
    this.usual = List.of(usual);
  }

  @Test
  void foreignAddressesAreRefusedAndNothingIsWritten() {
    assertThat(run("http://" + FOREIGN_ADDRESS)).isEqualTo(2);
    assertThat(runFrom(FOREIGN_ADDRESS, "http://127.0.0.1:1")).isEqualTo(2);
    assertThat(truthFile()).doesNotExist();
  }

  /** Its exit code. */
  final int run(String url, String... more) {
    return runFrom(OWN_ADDRESS, url, more);
  }

  private int runFrom(String address, String url, String... more) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("--url", url, "--address", address, "--seed", "1"));
    arguments.addAll(List.of("--truth", truthFile().toString()));
    arguments.addAll(usual);
    arguments.addAll(List.of(more));
    return OneLineErrors.execute(attack.get(), arguments.toArray(String[]::new));
  }

  final Path truthFile() {
    return directory.resolve("attack.json");
  }

  final JsonNode truth() throws IOException {
    return new ObjectMapper().readTree(truthFile().toFile());
  }

  /** What the truth says of the attack. */
  final JsonNode parameters() throws IOException {
    return truth().path("parameters");
  }
}
