package io.distappguard.telemetry.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.RealData;
import io.distappguard.telemetry.conversion.Conversion;
import io.distappguard.telemetry.conversion.ConversionOptions;
import io.distappguard.telemetry.input.InputFormat;
import io.distappguard.telemetry.input.Inputs;
import io.distappguard.telemetry.input.TelemetryInput;
import io.distappguard.telemetry.inspect.Inspection;
import io.distappguard.telemetry.inspect.TraceSummary;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.telemetry.trace.TraceCall;
import io.distappguard.telemetry.trace.TraceCounts;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * TrainTicket on 2023-01-29, recorded for Nezha; counted independently with Python's csv module.
 */
class RealTrainTicketTest {

  @TempDir Path folder;

  @Test
  void eightyFourMinutesOfTrainTicketAreReadWhole() throws Exception {
    Path traces =
        RealData.unpack("traces/trainticket-2023-01-29/trace.tar.xz", folder).resolve("trace");
    TelemetryInput input = Inputs.open(traces);
    assertThat(input.format()).isEqualTo(InputFormat.CSV);
    long[] crossings = new long[1];
    Set<String> services = new TreeSet<>();
    Set<String> instances = new HashSet<>();
    Set<String> ids = new HashSet<>();
    TraceAssembler assembler =
        new TraceAssembler(trace -> {
          assertThat(ids.add(trace.traceId())).isTrue();
          assertThat(trace.calls().getFirst().service()).isEqualTo("ts-gateway-service");
          for (TraceCall call : trace.calls()) {
            crossings[0] += call.parent() >= 0 ? 1 : 0;
          }
        });
    Intake intake =
        input.readCalls(
            (Call call) -> {
              services.add(call.service());
              instances.add(String.valueOf(call.instance()));
              assembler.call(call);
            },
            Progress.SILENT);
    assembler.finish();
    TraceCounts counts = assembler.counts();
    assertThat(intake.rejections().entries()).isEmpty();
    assertThat(intake.accepted()).isEqualTo(328_848);
    assertThat(intake.durationSeconds()).isBetween(25_318.0, 25_319.0);
    assertThat(services).hasSize(28).contains("ts-auth-service", "ts-travel2-service");
    assertThat(instances).hasSize(28).contains("ts-auth-service-7f8d7d756d-k7b9j");
    assertThat(counts.received()).isEqualTo(328_848);
    // The files overlap: 105 traces stand in two of them, each time whole.
    assertThat(counts.duplicates()).isEqualTo(7_780);
    assertThat(counts.late() + counts.orphans() + counts.cycles()).isZero();
    assertThat(counts.traces()).isEqualTo(4_483);
    assertThat(crossings[0]).isEqualTo(50_654);
    assertThat(counts.calls()).isEqualTo(4_483 + 50_654);
  }

  @Test
  void aRecordingOfItSaysTheSame() throws Exception {
    Path traces =
        RealData.unpack("traces/trainticket-2023-01-29/trace.tar.xz", folder).resolve("trace");
    Path target = folder.resolve("recording");
    Conversion.convert(List.of(traces), ConversionOptions.DEFAULT, target, Progress.SILENT);
    TraceSummary direct = Inspection.of(Inputs.open(traces), Progress.SILENT).traces();
    TraceSummary recorded = Inspection.of(Inputs.open(target), Progress.SILENT).traces();
    assertThat(direct).isNotNull();
    assertThat(direct.operations()).isEqualTo(244);
    assertThat(direct.crossServiceEdges()).isEqualTo(50_654);
    assertThat(direct.servicePairs()).isEqualTo(55);
    assertThat(recorded)
        .usingRecursiveComparison()
        .ignoringFields("callsPerSecond")
        .isEqualTo(direct);
  }
}
