package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.recording.Recording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --containers} says what is what where no containers.json stands beside an input. */
class ContainersOptionTest {

  private static final long START_SECONDS = 1_795_308_000;

  @TempDir static Path folder;

  @BeforeAll
  static void learn() throws IOException {
    SmallApplication.record(folder.resolve("all/monday"), "training", 1, 400, -1);
    SmallApplication.record(folder.resolve("all/tuesday"), "training", 2, 400, -1);
    SmallApplication.record(folder.resolve("all/wednesday"), "validation-a", 3, 300, -1);
    SmallApplication.record(folder.resolve("all/thursday"), "validation-b", 4, 500, -1);
    CommandLineRun learned =
        CommandLineRun.of("learn", "-q", "--profile", path("small.profile"), path("all"));
    assertThat(learned.exitCode()).as(learned.err()).isZero();
    Files.writeString(folder.resolve("shop-store-1.strace"), storeReading());
  }

  @Test
  void standardInputIsTheContainerThatTheFileDeclares() throws IOException {
    CommandLineRun nameless = piped("detect", "-p", path("small.profile"), "-");
    assertThat(nameless.err()).contains("another application");
    assertThat(nameless.exitCode()).isEqualTo(ExitCode.ERROR);

    String store = declaring("{\"name\": \"store-1\", \"host\": \"host-a\", \"role\": \"store\"}");
    CommandLineRun named = piped("detect", "-p", path("small.profile"), "--containers", store, "-");

    assertThat(named.err()).doesNotContain("another application").contains(" in ", "windows");
    assertThat(named.exitCode()).isIn(ExitCode.DONE, ExitCode.ANOMALIES_FOUND);
  }

  @Test
  void aFileIsTheContainerThatNamesIt() throws IOException {
    String both =
        declaring(
            "{\"name\": \"web-1\", \"role\": \"web\", \"strace\": \"shop-web-1.strace\"}",
            "{\"name\": \"s1\", \"host\": \"b\", \"role\": \"store\", \"addresses\":"
                + " [\"10.1.0.9\"], \"strace\": \"shop-store-1.strace.zst\"}");
    CommandLineRun run =
        CommandLineRun.of(
            "convert",
            "--containers",
            both,
            "-o",
            path("one.recording"),
            path("shop-store-1.strace"));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("web-1: container that is declared and did not come");
    Collected seen = new Collected();
    Recording recording = Recording.open(folder.resolve("one.recording"));
    recording.readAllExchanges(seen);
    Container container = seen.containers.getFirst();
    assertThat(container.name()).isEqualTo("s1");
    assertThat(container.host()).isEqualTo("b");
    assertThat(container.role()).isEqualTo("store");
    assertThat(container.addresses()).containsExactly("10.1.0.9");
    assertThat(recording.header().application()).isEqualTo("small");
    assertThat(recording.header().networks()).extracting("name").containsExactly("partners");
  }

  @Test
  void aContainersFileThatNamesNoneOfWhatCameIsTold() throws IOException {
    String others = declaring("{\"name\": \"cart-1\", \"role\": \"cart\"}", "{\"name\": \"db\"}");
    String told = "names none of the containers of ";
    for (CommandLineRun run :
        new CommandLineRun[] {
          piped("detect", "-p", path("small.profile"), "--containers", others, "-"),
          piped("inspect", "--containers", others, "-"),
          CommandLineRun.of("inspect", "--containers", others, path("shop-store-1.strace")),
          piped("convert", "--containers", others, "-o", path("none.recording"), "-")
        }) {
      assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
      assertThat(run.err()).contains(others + ": " + told).hasLineCount(1);
      assertThat(run.out()).isEmpty();
    }
    assertThat(folder.resolve("none.recording")).doesNotExist();
  }

  @Test
  void aFolderWithItsOwnContainersFileTakesNoOther() throws IOException {
    String store = declaring("{\"name\": \"store-1\"}");
    Path run = Files.createDirectories(folder.resolve("run"));
    Files.copy(Path.of(store), run.resolve("containers.json"));

    CommandLineRun refused = CommandLineRun.of("inspect", "--containers", store, run.toString());

    assertThat(refused.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(refused.err()).contains("a containers.json of its own").hasLineCount(1);
  }

  @Test
  void aContainersFileThatIsNoneIsToldWithItsLine() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\n\"containers\": 7}");
    CommandLineRun run = piped("inspect", "--containers", broken.toString(), "-");
    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err()).contains(broken + ":2: ").hasLineCount(1);

    CommandLineRun missing = piped("inspect", "--containers", path("missing.json"), "-");
    assertThat(missing.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(missing.err()).contains("missing.json").hasLineCount(1);
  }

  private static CommandLineRun piped(String... arguments) {
    return CommandLineRun.withInput(storeReading().getBytes(StandardCharsets.UTF_8), arguments);
  }

  /** Two minutes of a store that reads its file. */
  private static String storeReading() {
    StringBuilder text = new StringBuilder();
    for (int second = 0; second < 120; second++) {
      for (int tenth = 0; tenth < 10; tenth++) {
        text.append("50 ")
            .append(START_SECONDS + second)
            .append('.')
            .append(tenth)
            .append("00000 read(3</var/lib/store/data>, \"x\"..., 900) = 900\n");
      }
    }
    return text.toString();
  }

  private static String declaring(String... containers) throws IOException {
    Path file = folder.resolve("containers-" + Arrays.hashCode(containers) + ".json");
    return Files.writeString(
            file,
            Stream.of(containers)
                .collect(
                    Collectors.joining(
                        ",\n",
                        "{\"application\": \"small\", \"networks\": [{\"name\": \"partners\","
                            + " \"cidr\": \"192.0.2.0/24\"}],\n\"containers\": [\n",
                        "]}")))
        .toString();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }
}
