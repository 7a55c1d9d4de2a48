package io.distappguard.telemetry.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.conversion.Conversion;
import io.distappguard.telemetry.conversion.ConversionOptions;
import io.distappguard.telemetry.inspect.Inspection;
import io.distappguard.telemetry.inspect.TraceSummary;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.table.SpanColumns;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class InputsTest {

  private static final String STRACE =
      """
      7 1795308870.000000 accept4(3<TCP:[10.0.0.1:80]>, {sa_family=AF_INET}, [16], 0) = 4<TCP:[10.0.0.1:80->10.0.0.2:999]>
      7 1795308870.500000 read(4<TCP:[10.0.0.1:80->10.0.0.2:999]>, "G"..., 100) = 60
      7 1795308872.500000 write(4<TCP:[10.0.0.1:80->10.0.0.2:999]>, "G"..., 100) = 40
      7 1795308872.600000 openat(AT_FDCWD</>, "/a", O_RDONLY) = 5</a>
      nonsense
      """;

  private static final String SPANS =
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"gateway"}}]},"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7","name":"GET","kind":3,"startTimeUnixNano":"1795308870000000000","endTimeUnixNano":"1795308870000600000"}]}]}]}
      """;

  @TempDir Path folder;

  @Test
  void formatsAreFoundByLookingAtTheContent() throws IOException {
    assertThat(open(write("a.log", STRACE)).format()).isEqualTo(InputFormat.STRACE);
    assertThat(open(write("b", SPANS)).format()).isEqualTo(InputFormat.OTLP_JSON);
    assertThat(open(run()).format()).isEqualTo(InputFormat.RANGE_RUN);
    assertThat(InputFormat.of("range-run")).isEqualTo(InputFormat.RANGE_RUN);
    assertThatThrownBy(() -> open(write("c", "hello")))
        .hasMessageContaining("not recognised")
        .hasMessageContaining("--format");
    assertThatThrownBy(() -> open(folder.resolve("none"))).hasMessageContaining("does not exist");
  }

  private static final String TABLE =
      """
      TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration
      b010,5200,root,front-6f6cfc45b-h5m2n,/*,1674981768697000000,1674981769015316530,318316
      b010,a442,5200,cart-6f6cfc45b-h5m2p,add,1674981768697763387,1674981769015072039,317308
      b010,a442,5200,cart-6f6cfc45b-h5m2p,add,1674981768697763387,1674981769015072039,317308
      b010,a443,77,cart-6f6cfc45b-h5m2p,pay,1674981768697763387,1674981769015072039,317308
      """;

  @Test
  void formatsOfSpansAreFoundByLookingAtTheContent() throws IOException {
    String jaeger =
        "{\"data\":[{\"traceID\":\"a\",\"spans\":[{\"spanID\":\"b\",\"operationName\":\"c\"}]}]}";
    String zipkin = "[{\"traceId\":\"a\",\"id\":\"b\"}]";
    assertThat(open(write("j", jaeger)).format()).isEqualTo(InputFormat.JAEGER);
    assertThat(open(write("z", zipkin)).format()).isEqualTo(InputFormat.ZIPKIN);
    assertThat(open(write("t", TABLE)).format()).isEqualTo(InputFormat.CSV);
    Path protobuf = folder.resolve("p");
    Files.write(protobuf, HexFormat.of().parseHex("0a0612040a020a00"));
    assertThat(open(protobuf).format()).isEqualTo(InputFormat.OTLP_PROTOBUF);
    Path framed = folder.resolve("f.zst");
    try (OutputStream stream = compressing("zstd", Files.newOutputStream(framed))) {
      stream.write(HexFormat.of().parseHex("000000080a0612040a020a00"));
    }
    assertThat(open(framed).format()).isEqualTo(InputFormat.OTLP_PROTOBUF);
  }

  @Test
  void columnsThatAreMissingAreToldWithTheMend() throws IOException {
    Path table = write("t", TABLE.replace("OperationName", "What"));
    InputOptions csv = InputOptions.DEFAULT.withFormat(InputFormat.CSV);
    assertThatThrownBy(() -> Inputs.open(table, csv))
        .hasMessageContaining("t:1: no column for: operation")
        .hasMessageContaining("--columns");
    InputOptions said = new InputOptions(null, 1000, SpanColumns.of("operation=What"), null);
    assertThat(Inputs.open(table, said).format()).isEqualTo(InputFormat.CSV);
  }

  @Test
  void inspectionTellsWhatIsInTraces() throws IOException {
    Inspection inspection = Inspection.of(open(write("t", TABLE)), Progress.SILENT);
    assertThat(inspection.traces())
        .isEqualTo(new TraceSummary(4, 1, 2, 3, 1, 1, 3, 3 / 0.318316, 1, 1, 0, 0, 0, 0, 0));
    assertThat(inspection.durationSeconds()).isEqualTo(0.318316);
  }

  @Test
  void tracesBecomeARecordingOfTheirKind() throws IOException {
    ConversionOptions options =
        new ConversionOptions(InputOptions.DEFAULT, false, false, false, "training", false);
    Path target = folder.resolve("recording");
    Conversion.convert(List.of(write("t", TABLE)), options, target, Progress.SILENT);
    Inspection inspection = Inspection.of(open(target), Progress.SILENT);
    assertThat(inspection.kind()).isEqualTo("training");
    assertThat(inspection.traces()).isNotNull();
    assertThat(inspection.traces().spans()).isEqualTo(4);
    assertThat(inspection.traces().orphans()).isEqualTo(1);
    assertThat(inspection.durationSeconds()).isEqualTo(0.319);
  }

  @Test
  void filesOfSpansAreReadInTheOrderOfTheirTimes() throws IOException {
    // a file for each service over ten minutes, as a collector beside each would write
    for (String service : List.of("front", "middle", "back")) {
      StringBuilder table = new StringBuilder("trace,span,parent,service,operation,start,end\n");
      for (int index = 0; index < 600; index++) {
        long start = 1674981768697000000L + index * 1_000_000_000L;
        int depth = List.of("front", "middle", "back").indexOf(service);
        table.append(
            "%x,%d,%s,%s,op,%d,%d\n"
                .formatted(
                    index + 1,
                    depth + 1,
                    depth == 0 ? "" : depth,
                    service,
                    start + depth,
                    start + 1000 - depth));
      }
      write(service + ".csv", table.toString());
    }
    TraceSummary traces = Inspection.of(open(folder), Progress.SILENT).traces();
    assertThat(traces).isNotNull();
    assertThat(traces.traces()).isEqualTo(600);
    assertThat(traces.remoteCalls()).isEqualTo(1_800);
    assertThat(traces.late() + traces.orphans()).isZero();
  }

  @Test
  void compressionIsTakenOffWhateverTheName() throws IOException {
    for (String kind : List.of("gzip", "xz", "zstd")) {
      Path file = folder.resolve("strace-" + kind);
      try (OutputStream stream = compressing(kind, Files.newOutputStream(file))) {
        stream.write(STRACE.getBytes(StandardCharsets.UTF_8));
      }
      TelemetryInput input = open(file);
      assertThat(input.readExchanges(new Collected(), Progress.SILENT).accepted())
          .as(kind)
          .isEqualTo(4);
    }
  }

  @Test
  void aBrokenOffCompressedFileIsACountedError() throws IOException {
    for (String kind : List.of("gzip", "xz", "zstd")) {
      Path file = folder.resolve("cut-" + kind);
      try (OutputStream stream = compressing(kind, Files.newOutputStream(file))) {
        for (int index = 0; index < 200; index++) {
          stream.write(
              "7 1795308870.%06d read(4</%x>, \"\", 1) = 1\n"
                  .formatted(index, (index + 1) * 0x9E3779B97F4A7C15L)
                  .getBytes(StandardCharsets.UTF_8));
        }
      }
      byte[] whole = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(whole, whole.length - 20));
      Intake intake =
          Inputs.open(file, InputOptions.DEFAULT.withFormat(InputFormat.STRACE))
              .readExchanges(new Collected(), Progress.SILENT);
      assertThat(intake.rejections().entries())
          .as(kind)
          .anySatisfy(entry -> assertThat(entry.reason()).isEqualTo("compressed data damaged"));
    }
  }

  @Test
  void standardInputIsRecognisedToo() throws IOException {
    TelemetryInput input =
        Inputs.open(
            new ByteArrayInputStream(STRACE.getBytes(StandardCharsets.UTF_8)),
            "-",
            InputOptions.DEFAULT);
    Collected seen = new Collected();
    Intake intake = input.readExchanges(seen, Progress.SILENT);
    assertThat(intake.accepted()).isEqualTo(4);
    assertThat(intake.rejections().entries().getFirst().firstPosition()).isEqualTo("-:5");
  }

  @Test
  void filesOfWhichNoneIsRecognisedAreNamedRatherThanWhatTheyWouldBecome() throws IOException {
    Path notes = write("notes.txt", "hello");
    Path table = write("table.csv", "who,when\n1,2\n");
    InputOptions options = InputOptions.DEFAULT;
    assertThatThrownBy(() -> Inputs.files("joined", List.of(notes), options))
        .hasMessageStartingWith(notes + ": format not recognised");
    assertThatThrownBy(() -> Inputs.files("joined", List.of(notes, notes), options))
        .hasMessageStartingWith(notes + " and 1 more: format not recognised");
    assertThatThrownBy(
            () -> Inputs.files("joined", List.of(table), options.withFormat(InputFormat.CSV)))
        .hasMessageStartingWith(table + ":1: no column for: ");
  }

  @Test
  void aFolderOfFilesHasAContainerForEach() throws IOException {
    write("one.strace", STRACE);
    write("two.strace", STRACE);
    write("spans.jsonl", SPANS);
    write("readme", "hello");
    Collected seen = new Collected();
    TelemetryInput input = open(folder);
    Intake intake = input.readExchanges(seen, Progress.SILENT);
    assertThat(seen.containers).extracting("name").containsExactly("one", "two");
    assertThat(intake.rejections().entries()).extracting("reason").contains("file not recognised");
    assertThat(input.readCalls(seen, Progress.SILENT).accepted()).isEqualTo(1);
  }

  @Test
  void inspectionTellsWhatIsInAFile() throws IOException {
    Inspection inspection = Inspection.of(open(write("a", STRACE)), Progress.SILENT);
    assertThat(inspection.format()).isEqualTo("strace");
    assertThat(inspection.events()).isEqualTo(5);
    assertThat(inspection.rejected()).extracting("count").containsExactly(1L);
    assertThat(inspection.processes()).isEqualTo(1);
    assertThat(inspection.containers()).isEqualTo(1);
    assertThat(inspection.files()).isEqualTo(1);
    assertThat(inspection.durationSeconds()).isEqualTo(2.6);
    assertThat(inspection.connections())
        .containsExactly(new Inspection.Connection("10.0.0.1:80", "10.0.0.2:999", 1, 0, 40, 60));
  }

  @Test
  void aRunBecomesARecordingThatSaysTheSame() throws IOException {
    Path target = folder.resolve("recordings/one");
    List<Long> progress = new ArrayList<>();
    List<Conversion> converted =
        Conversion.convert(
            List.of(run()),
            ConversionOptions.DEFAULT,
            target,
            (read, total) -> progress.add(read * 100 / total));
    RecordingHeader header = converted.getFirst().header();
    assertThat(header.run()).isEqualTo("theft-1");
    assertThat(header.kind()).isEqualTo("attack");
    assertThat(header.received()).isEqualTo(12);
    assertThat(header.accepted()).isEqualTo(9);
    assertThat(header.rejected()).hasSize(2);
    assertThat(header.events().getFirst().name()).isEqualTo("user-table-theft");
    assertThat(header.serveMillis()).isEqualTo(1795308865000L);
    assertThat(progress).contains(100L);
    Collected direct = new Collected();
    open(run()).readExchanges(direct, Progress.SILENT);
    Collected recorded = new Collected();
    open(target).readExchanges(recorded, Progress.SILENT);
    open(target).readCalls(recorded, Progress.SILENT);
    assertThat(recorded.exchanges).isEqualTo(direct.exchanges);
    assertThat(recorded.entities).isEqualTo(direct.entities);
    assertThat(recorded.processes).isEqualTo(direct.processes);
    assertThat(recorded.containers).isEqualTo(direct.containers);
    assertThat(recorded.containers.getFirst().role()).isEqualTo("text");
    assertThat(recorded.gaps).isEqualTo(direct.gaps);
    assertThat(recorded.ended).isEqualTo(direct.ended);
    assertThat(recorded.calls).hasSize(1);
  }

  @Test
  void namesInARunMustNotLeadOutOfIt() throws IOException {
    write("secret", STRACE);
    Path run = run();
    Path containers = run.resolve("containers.json");
    Files.writeString(
        containers, Files.readString(containers).replace("strace/text-2.0.strace", "../secret"));
    Intake intake = open(run).readExchanges(new Collected(), Progress.SILENT);
    assertThat(intake.rejections().entries())
        .extracting("reason")
        .contains("file outside the folder");
  }

  @Test
  void aRunWithoutSystemCallsHasCallsAlone() throws IOException {
    Path run = run();
    Path containers = run.resolve("containers.json");
    Files.writeString(
        containers,
        Files.readString(containers).replaceAll("\"strace\":\"[^\"]+\"", "\"strace\":\"\""));
    Path truth = run.resolve("truth.json");
    Files.writeString(
        truth,
        Files.readString(truth)
            .replace(
                "\"seed\":5,",
                "\"seed\":5,\"calendar\":{\"dayMillis\":180000,\"originMillis\":1795308865000},"));
    Collected read = new Collected();
    TelemetryInput input = open(run);
    Intake exchanges = input.readExchanges(read, Progress.SILENT);
    input.readCalls(read, Progress.SILENT);
    assertThat(exchanges.received()).isZero();
    assertThat(read.exchanges).isEmpty();
    assertThat(read.calls).hasSize(1);
    assertThat(input.labels().calendar())
        .isEqualTo(new RecordingHeader.Calendar(180_000, 1795308865000L));
  }

  private Path run() throws IOException {
    Path run = folder.resolve("run");
    Files.createDirectories(run.resolve("strace"));
    Files.createDirectories(run.resolve("spans"));
    Files.writeString(run.resolve("strace/text-2.0.strace"), STRACE);
    Files.writeString(run.resolve("strace/text-2.1.strace"), STRACE);
    Files.writeString(run.resolve("spans/text-2.jsonl"), SPANS);
    Files.writeString(
        run.resolve("containers.json"),
        """
        {"application":"social-network","run":"theft-1","networks":[{"name":"internet","cidr":"10.77.99.0/24"}],
         "containers":[
          {"name":"text-2","host":"host-b","role":"text","image":"social-network/text:1","cgroup":"/distappguard-range/text-2","networkNamespace":4026532301,"addresses":["10.77.2.19"],"rootPid":1234,"startMillis":1,"strace":"strace/text-2.0.strace","spans":"spans/text-2.jsonl"},
          {"name":"text-2","host":"host-b","role":"text","image":"social-network/text:1","addresses":[],"strace":"strace/text-2.1.strace","spans":"spans/text-2.jsonl"},
          {"name":"gone-1","role":"gone","strace":"strace/gone-1.0.strace","spans":"spans/gone-1.jsonl"}]}
        """);
    Files.writeString(
        run.resolve("truth.json"),
        """
        {"run":"theft-1","seed":5,"startMillis":1795308860000,"endMillis":1795308900000,"kind":"attack","serveMillis":1795308865000,
         "events":[{"kind":"attack","name":"user-table-theft","startMillis":1795308870000,"endMillis":1795308880000,"parameters":{"rowsPerSecond":0}}]}
        """);
    return run;
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static TelemetryInput open(Path path) throws IOException {
    return Inputs.open(path);
  }

  private static OutputStream compressing(String kind, OutputStream stream) throws IOException {
    return switch (kind) {
      case "gzip" -> new GZIPOutputStream(stream);
      case "xz" -> new XZOutputStream(stream, new LZMA2Options());
      default -> new ZstdOutputStream(stream);
    };
  }
}
