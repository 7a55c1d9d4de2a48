package io.distappguard.telemetry.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The commands of docs/read-tables.md, on tables of the shapes it names: all hold one call. */
class WildTablesTest {

  private static final Pattern COMMAND =
      Pattern.compile("\\./distappguard inspect (?:--columns '?([^' ]+)'? )?([\\w-]+\\.csv)");

  /** A command of the page. */
  record Command(String columns, String file) {

    SpanColumns spanColumns() {
      return columns.isEmpty() ? SpanColumns.KNOWN : SpanColumns.of(columns);
    }

    @Override
    public String toString() {
      return file;
    }
  }

  static List<Command> commands() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("../docs/read-tables.md"))) {
      return lines
          .map(COMMAND::matcher)
          .filter(Matcher::matches)
          .map(line -> new Command(Objects.requireNonNullElse(line.group(1), ""), line.group(2)))
          .toList();
    }
  }

  @Test
  void thePageHasACommandForEachTable() throws IOException {
    assertThat(commands()).hasSize(9);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aTableIsReadAsThePageSays(Command command) throws IOException {
    Collected seen = new Collected();
    try (InputStream table = getClass().getResourceAsStream("wild/" + command.file())) {
      assertThat(table).isNotNull();
      Intake intake = new TableReader(table, "input", command.spanColumns()).read(seen);
      assertThat(intake.rejections().entries()).isEmpty();
      assertThat(intake.notes()).hasSize(1);
    }
    Call caller = seen.calls.get(0);
    Call callee = seen.calls.get(1);
    assertThat(caller.service()).isEqualTo("shop");
    assertThat(caller.operation()).isEqualTo("GET /cart");
    assertThat(caller.durationNanos()).isEqualTo(5_000_000);
    assertThat(caller.failed()).isFalse();
    assertThat(callee.service()).isEqualTo("stock");
    assertThat(callee.operation()).isEqualTo("reserve");
    assertThat(callee.durationNanos()).isEqualTo(2_000_000);
    assertThat(callee.startNanos() - caller.startNanos()).isEqualTo(1_000_000);
    assertThat(callee.parentSpanId()).isEqualTo(caller.spanId());
    assertThat(callee.traceId()).isEqualTo(caller.traceId());
  }
}
