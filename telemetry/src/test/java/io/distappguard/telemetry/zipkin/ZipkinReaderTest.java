package io.distappguard.telemetry.zipkin;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import io.distappguard.telemetry.span.SpanFields;
import io.distappguard.telemetry.trace.Trace;
import io.distappguard.telemetry.trace.TraceAssembler;
import io.distappguard.telemetry.trace.TraceCall;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class ZipkinReaderTest extends LineReaderContract {

  /** The example of zipkin2-api.yaml, and the other side of its call. */
  private static final String CLIENT =
      """
      {"id":"352bff9a74ca9ad2","traceId":"5af7183fb1d4cf5f","parentId":"6b221d5bc9e6496c","name":"get /api","timestamp":1556604172355737,"duration":1431,"kind":"CLIENT","localEndpoint":{"serviceName":"frontend","ipv4":"192.168.99.1","port":3306},"remoteEndpoint":{"serviceName":"backend","ipv4":"172.19.0.2","port":58648},"annotations":[{"timestamp":1,"value":"x"}],"tags":{"http.method":"GET","http.path":"/api","error":""}}
      """;

  private static final String SERVER =
      """
      {"id":"352bff9a74ca9ad2","traceId":"5af7183fb1d4cf5f","parentId":"6b221d5bc9e6496c","name":"get /api","timestamp":1556604172355900,"duration":1000,"kind":"SERVER","shared":true,"localEndpoint":{"serviceName":"backend"},"tags":{"http.status_code":"200"}}
      """;

  @Override
  protected String sample() {
    return "[" + CLIENT.strip() + "," + SERVER.strip() + "]\n" + CLIENT + "[]\n";
  }

  @Override
  protected long eventsInSample() {
    return 3;
  }

  /** An array without spans is none, and the contract counts by lines. */
  @Override
  protected int linesWithoutEvents() {
    return 1;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return new ZipkinReader(stream, "input").read(sink);
  }

  @Test
  void aSpanBecomesACall() throws IOException {
    assertThat(calls(CLIENT).calls)
        .containsExactly(
            new Call(
                "5af7183fb1d4cf5f",
                "352bff9a74ca9ad2",
                "6b221d5bc9e6496c",
                Call.Kind.CLIENT,
                "frontend",
                "192.168.99.1",
                "get /api",
                1556604172355737000L,
                1_431_000,
                true,
                null));
  }

  @Test
  void bothSidesOfASharedSpanAreOneCall() throws IOException {
    List<Trace> traces = new ArrayList<>();
    TraceAssembler assembler = new TraceAssembler(traces::add);
    calls("[[" + CLIENT.strip() + "],\n[" + SERVER.strip() + "]]").calls.forEach(assembler::call);
    assembler.finish();
    assertThat(traces.getFirst().calls())
        .extracting(TraceCall::service, TraceCall::failed, TraceCall::parent)
        .containsExactly(Tuple.tuple("frontend", true, -1), Tuple.tuple("backend", true, 0));
  }

  @Test
  void documentsOverLinesAndOfOneLongLineAreReadToo() throws IOException {
    assertThat(calls("[\n" + CLIENT + ",\n" + SERVER + "]\n").calls).hasSize(2);
    assertThat(calls("[" + CLIENT.strip() + ",\n" + SERVER + "]").calls).hasSize(2);
    assertThat(calls("[" + CLIENT.strip() + "\n," + SERVER + "]").calls).hasSize(2);
    int many = 45_000;
    String line = "[" + (CLIENT.strip() + ",").repeat(many) + SERVER.strip() + "]";
    assertThat(line.length()).isGreaterThan(17 << 20);
    assertThat(calls(line).calls).hasSize(many + 1);
  }

  @Test
  void aSpanWithoutATimeIsRefused() throws IOException {
    Intake intake = read(bytes(CLIENT.replace("\"timestamp\":1556604172355737,", "") + CLIENT));
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(Tuple.tuple(SpanFields.NO_TIMES, "input:1"));
  }

  /** Both sides of a call in one span, as version 1 has it. */
  private static final String ANNOTATED =
      """
      {"traceId":"5af7183fb1d4cf5f","parentId":"6b221d5bc9e6496c","name":"reserve","id":"352bff9a74ca9ad2","timestamp":1700000000100000,"duration":200000,"annotations":[{"timestamp":1700000000100000,"value":"cs","endpoint":{"serviceName":"shop","ipv4":"10.0.0.1"}},{"timestamp":1700000000300000,"value":"cr","endpoint":{"serviceName":"shop","ipv4":"10.0.0.1"}},{"timestamp":1700000000120000,"value":"sr","endpoint":{"serviceName":"stock","ipv4":"10.0.0.2"}},{"timestamp":1700000000280000,"value":"ss","endpoint":{"serviceName":"stock","ipv4":"10.0.0.2"}}],"binaryAnnotations":[{"key":"error","value":"sold out","endpoint":{"serviceName":"stock","ipv4":"10.0.0.2"}},{"key":"http.status_code","value":"409","endpoint":{"serviceName":"stock"}},{"key":"sa","value":true,"endpoint":{"serviceName":"stock","ipv4":"10.0.0.2"}}]}
      """;

  @Test
  void aSpanOfVersionOneIsASpanForEachSide() throws IOException {
    assertThat(calls("[" + ANNOTATED.strip() + "]\n" + CLIENT).calls)
        .extracting(
            Call::kind,
            Call::service,
            Call::instance,
            Call::startNanos,
            Call::durationNanos,
            Call::failed,
            Call::status)
        .containsExactly(
            Tuple.tuple(
                Call.Kind.CLIENT,
                "shop",
                "10.0.0.1",
                1700000000100000000L,
                200_000_000L,
                false,
                null),
            Tuple.tuple(
                Call.Kind.SERVER,
                "stock",
                "10.0.0.2",
                1700000000120000000L,
                160_000_000L,
                true,
                "409"),
            Tuple.tuple(
                Call.Kind.CLIENT,
                "frontend",
                "192.168.99.1",
                1556604172355737000L,
                1_431_000L,
                true,
                null));
    List<Trace> traces = new ArrayList<>();
    TraceAssembler assembler = new TraceAssembler(traces::add);
    calls(ANNOTATED).calls.forEach(assembler::call);
    assembler.finish();
    assertThat(traces.getFirst().calls())
        .extracting(TraceCall::service, TraceCall::failed, TraceCall::parent)
        .containsExactly(Tuple.tuple("shop", false, -1), Tuple.tuple("stock", true, 0));
  }

  @Test
  void aSpanOfVersionOneMayHaveOneSideOrNone() throws IOException {
    String other = ",\"timestamp\":1700000000100000,\"duration\":200,\"name\":\"n\"";
    String ids = "{\"traceId\":\"5af7183fb1d4cf5f\",\"id\":\"352bff9a74ca9ad2\"" + other;
    String shop = "\"endpoint\":{\"serviceName\":\"shop\"}}]}";
    assertThat(
            calls(
                    ids
                        + ",\"annotations\":[{\"timestamp\":1700000000100001,\"value\":\"cs\","
                        + shop)
                .calls)
        .extracting(Call::kind, Call::service, Call::durationNanos)
        .containsExactly(Tuple.tuple(Call.Kind.CLIENT, "shop", 200_000L));
    assertThat(calls(ids + ",\"binaryAnnotations\":[{\"key\":\"lc\",\"value\":\"x\"," + shop).calls)
        .extracting(Call::kind, Call::service, Call::durationNanos)
        .containsExactly(Tuple.tuple(Call.Kind.INTERNAL, "shop", 200_000L));
  }

  @Test
  void aSpanOfNobodyIsRefused() throws IOException {
    Intake intake =
        read(
            bytes(
                CLIENT.replace("\"serviceName\":\"frontend\",", "")
                    + ANNOTATED.replace("\"serviceName\":\"stock\"", "\"port\":1")));
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(intake.rejections().entries())
        .extracting("reason", "count", "firstPosition")
        .containsExactly(Tuple.tuple(SpanFields.NO_SERVICE, 2L, "input:1"));
  }

  private Collected calls(String text) throws IOException {
    Collected seen = new Collected();
    assertThat(read(new ByteArrayInputStream(bytes(text)), seen).rejections().entries()).isEmpty();
    return seen;
  }
}
