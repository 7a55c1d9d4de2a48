package io.distappguard.telemetry.lttng;

import static io.distappguard.telemetry.Collected.anything;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.RealData;
import io.distappguard.telemetry.input.InputFormat;
import io.distappguard.telemetry.input.Inputs;
import io.distappguard.telemetry.input.TelemetryInput;
import io.distappguard.telemetry.inspect.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nginx of LID-DS under load, against sums over the printed text. */
class RealLidDsTest {

  private static final Pattern EXIT =
      Pattern.compile("syscall_exit_(recvfrom|writev|sendfile64|write|accept4): .* ret = (-?\\d+)");

  @TempDir Path folder;

  @Test
  void everyEventOfTheTrainingIsReadAndEveryByteCounted() throws Exception {
    Path text = printed("training/aggressive_galois_5453");
    TelemetryInput input = Inputs.open(text);
    assertThat(input.format()).isEqualTo(InputFormat.LTTNG);
    Inspection inspection = Inspection.of(input, Progress.SILENT);
    assertThat(inspection.events()).isEqualTo(2_680);
    assertThat(inspection.rejected()).isEmpty();
    Collected seen = new Collected();
    input.readExchanges(seen, Progress.SILENT);
    List<String> lines = Files.readAllLines(text);
    long sentFromFiles = sum(lines, "sendfile64");
    assertThat(seen.bytes(Operation.RECEIVE, anything())).isEqualTo(sum(lines, "recvfrom"));
    assertThat(seen.bytes(Operation.SEND, anything()))
        .isEqualTo(sum(lines, "writev") + sentFromFiles);
    assertThat(seen.bytes(Operation.READ, anything())).isEqualTo(sentFromFiles);
    assertThat(seen.bytes(Operation.WRITE, anything())).isEqualTo(sum(lines, "write"));
    assertThat(seen.calls(Operation.ACCEPT, anything())).isEqualTo(18);
  }

  @Test
  void everyEventOfTheValidationIsRead() throws Exception {
    Inspection inspection =
        Inspection.of(Inputs.open(printed("validation/howling_mayer_9706")), Progress.SILENT);
    assertThat(inspection.events()).isEqualTo(2_196);
    assertThat(inspection.rejected()).isEmpty();
  }

  private Path printed(String scenario) throws IOException, InterruptedException {
    Path trace =
        RealData.unpack("lid-ds-ctf/train-and-validation.tar.xz", folder).resolve(scenario);
    Path text = folder.resolve("scenario.txt");
    boolean isPrinted;
    try {
      isPrinted =
          new ProcessBuilder("babeltrace", "--clock-seconds", trace.resolve("kernel").toString())
                  .redirectOutput(text.toFile())
                  .start()
                  .waitFor()
              == 0;
    } catch (IOException exception) {
      isPrinted = false;
    }
    assumeTrue(isPrinted, "babeltrace is not installed (apt-get install babeltrace)");
    return text;
  }

  private static long sum(List<String> lines, String call) {
    long sum = 0;
    for (String line : lines) {
      Matcher matcher = EXIT.matcher(line);
      if (matcher.find() && matcher.group(1).equals(call)) {
        sum += Math.max(0, Long.parseLong(matcher.group(2)));
      }
    }
    return sum;
  }
}
