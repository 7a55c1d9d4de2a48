package io.distappguard.behaviour.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.behaviour.generated.GeneratedApplication;
import io.distappguard.behaviour.learn.LearnedApplication;
import io.distappguard.behaviour.profile.ProfileFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionWithoutTensorsTest {

  @TempDir Path folder;

  /** What the program does that a fresh JVM runs. */
  static final class Watching {

    private Watching() {}

    public static void main(String[] arguments) throws IOException {
      Detections detections =
          Detections.of(
              ProfileFolder.read(Path.of(arguments[0])),
              new GeneratedApplication("theft", 12, 450).exfiltration(400, 440));
      System.out.println("anomalies " + detections.anomalies.size());
    }
  }

  @Test
  void detectionLoadsNoTensorLibrary() throws IOException {
    Path profile = folder.resolve("profile");
    ProfileFolder.write(LearnedApplication.learned().profile(), profile);
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xlog:class+load:stdout",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Watching.class.getName(),
                    profile.toString()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(output.lines().filter(line -> line.startsWith("anomalies")).toList())
        .hasSize(1)
        .doesNotContain("anomalies 0");
    assertThat(output.lines().filter(line -> line.contains(" ai.djl.")).toList()).isEmpty();
  }
}
