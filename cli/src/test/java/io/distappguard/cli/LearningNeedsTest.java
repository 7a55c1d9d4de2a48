package io.distappguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningNeedsTest {

  @TempDir Path folder;

  @Test
  void saysBeforeLearningHowMuchIsNeededAndThereOfEachUse() throws IOException {
    SmallApplication.record(folder.resolve("all/monday"), "training", 1, 400, -1);
    SmallApplication.record(folder.resolve("all/tuesday"), "validation-a", 2, 60, -1);
    SmallApplication.record(folder.resolve("all/wednesday"), "validation-b", 3, 300, -1);

    CommandLineRun run = learn("all");

    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err())
        .contains("behaviour  training     needs  60 windows of 5.0 s")
        .contains("in 1 recording\n")
        .containsPattern("behaviour  validation-a needs  30 .* has 12 at most .* record .* more")
        .contains("too little to learn behaviour from: validation-a lacks")
        .doesNotContain("no recordings");
    assertThat(folder.resolve("shop.profile")).doesNotExist();
  }

  @Test
  void saysWhatRecordingsHoldThatHoldNothingToLearnFrom() throws IOException {
    SmallApplication.record(folder.resolve("all/monday"), "training", 1, 400, -1);
    SmallApplication.record(folder.resolve("all/tuesday"), "validation-a", 2, 300, -1);
    Path spans =
        Files.writeString(
            folder.resolve("spans.json"),
            "[{\"traceId\":\"a1\",\"id\":\"b1\",\"kind\":\"SERVER\",\"name\":\"get\",\"timestamp\":"
                + "1795308870100000,\"duration\":100,\"localEndpoint\":{\"serviceName\":\"web\"}}]");
    CommandLineRun.of(
        "convert",
        "--kind",
        "validation-b",
        "--output",
        folder.resolve("all/wednesday").toString(),
        spans.toString());

    CommandLineRun run = learn("all", "--detector", "behaviour");

    assertThat(run.exitCode()).isEqualTo(ExitCode.ERROR);
    assertThat(run.err()).contains("validation-b holds no exchanges: wednesday holds calls alone");
  }

  private CommandLineRun learn(String recordings, String... more) {
    String[] arguments = new String[4 + more.length];
    arguments[0] = "learn";
    arguments[1] = "--profile";
    arguments[2] = folder.resolve("shop.profile").toString();
    arguments[3] = folder.resolve(recordings).toString();
    System.arraycopy(more, 0, arguments, 4, more.length);
    return CommandLineRun.of(arguments);
  }
}
