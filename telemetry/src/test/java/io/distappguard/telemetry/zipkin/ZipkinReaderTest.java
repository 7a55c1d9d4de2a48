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

  private Collected calls(String text) throws IOException {
    Collected seen = new Collected();
    assertThat(read(new ByteArrayInputStream(bytes(text)), seen).rejections().entries()).isEmpty();
    return seen;
  }
}
