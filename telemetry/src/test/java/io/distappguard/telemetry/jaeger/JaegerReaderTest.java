package io.distappguard.telemetry.jaeger;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import io.distappguard.telemetry.json.JsonCallReader;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.span.SpanFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

class JaegerReaderTest extends LineReaderContract {

  private static final String SERVER =
      """
      {"traceID":"46215ce650abc4","spanID":"55c68dc2e5e00267","flags":1,"operationName":"/rate.Rate/GetRates","references":[{"refType":"FOLLOWS_FROM","traceID":"46215ce650abc4","spanID":"1"},{"refType":"CHILD_OF","traceID":"0046215ce650abc4","spanID":"6b6e1c8f0a851134"},{"refType":"CHILD_OF","traceID":"99","spanID":"7"}],"startTime":1655753779376592,"duration":4644,"tags":[{"key":"span.kind","type":"string","value":"server"},{"key":"error","type":"bool","value":true},{"key":"http.status_code","type":"int64","value":404}],"logs":[{"timestamp":1,"fields":[]}],"processID":"p1","warnings":null}
      """;
  private static final String ROOT =
      """
      {"traceID":"46215ce650abc4","spanID":"6b6e1c8f0a851134","operationName":"GET","references":[],"startTime":1655753779376000,"duration":5000,"tags":[],"processID":"p2"}
      """;
  private static final String PROCESSES =
      """
      {"p1":{"serviceName":"rate","tags":[{"key":"hostname","type":"string","value":"rate-1"},{"key":"ip","type":"string","value":"10.0.1.3"}]},"p2":{"serviceName":"front","tags":[]}}
      """;
  private static final String TRACE =
      ("{\"traceID\":\"46215ce650abc4\",\"spans\":["
              + SERVER
              + ","
              + ROOT
              + "],\"processes\":"
              + PROCESSES
              + ",\"warnings\":null}")
          .replace("\n", "");

  @Override
  protected String sample() {
    return TRACE + "\n{\"data\":[" + TRACE + "],\"total\":0}\n";
  }

  @Override
  protected long eventsInSample() {
    return 4;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return new JaegerReader(stream, "input").read(sink);
  }

  @Test
  void aSpanBecomesACall() throws IOException {
    assertThat(calls(TRACE).calls)
        .containsExactly(
            new Call(
                "0046215ce650abc4",
                "55c68dc2e5e00267",
                "6b6e1c8f0a851134",
                Call.Kind.SERVER,
                "rate",
                "rate-1",
                "/rate.Rate/GetRates",
                1655753779376592000L,
                4_644_000,
                true,
                "404"),
            new Call(
                "0046215ce650abc4",
                "6b6e1c8f0a851134",
                null,
                Call.Kind.INTERNAL,
                "front",
                null,
                "GET",
                1655753779376000000L,
                5_000_000,
                false,
                null));
  }

  @Test
  void oneDocumentOverManyLinesIsReadToo() throws IOException {
    String pretty = ("{\"data\":[" + TRACE + "," + TRACE + "]}").replace(",", ",\n  ");
    assertThat(calls(pretty.replaceFirst("\\{", "{\n")).calls).hasSize(4);
  }

  @Test
  void aSpanWithoutItsProcessIsRefused() throws IOException {
    Intake intake = read(bytes(TRACE.replace("\"p2\":{", "\"p3\":{")));
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(Tuple.tuple(JaegerReader.NO_PROCESS, "input:1"));
  }

  @Test
  void whatIsNotJaegerIsRefused() throws IOException {
    Intake intake = read(bytes("{\"resourceSpans\":[]}\n" + "[".repeat(100_000) + "\n" + TRACE));
    assertThat(intake.accepted()).isEqualTo(2);
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(
            Tuple.tuple(JaegerReader.NOT_JAEGER, "input:1"),
            Tuple.tuple(JsonCallReader.NOT_JSON, "input:2"));
  }

  /** As Jaeger's storage has them. */
  private static final String STORED =
      """
      {"traceID":"0046215ce650abc4","spanID":"55c68dc2e5e00267","operationName":"pay","references":[{"refType":"CHILD_OF","traceID":"0046215ce650abc4","spanID":"6b6e1c8f0a851134"}],"startTime":1655753779376592,"startTimeMillis":1655753779376,"duration":2000,"tags":[],"logs":[],"process":{"serviceName":"pay","tags":[],"tag":{"hostname":"pay-1"}},"tag":{"span@kind":"server","error":true,"http@status_code":503}}
      """;

  @Test
  void documentsOfTheStorageAreRead() throws IOException {
    Call expected =
        new Call(
            "0046215ce650abc4",
            "55c68dc2e5e00267",
            "6b6e1c8f0a851134",
            Call.Kind.SERVER,
            "pay",
            "pay-1",
            "pay",
            1655753779376592000L,
            2_000_000,
            true,
            "503");
    String dumped = "{\"_index\":\"jaeger-span-2022-06-20\",\"_source\":" + STORED.strip() + "}";
    for (String stored :
        new String[] {
          STORED,
          dumped + "\n",
          "[" + STORED.strip() + "]",
          "{\"took\":1,\"hits\":{\"total\":{\"value\":1},\"hits\":[" + dumped + "]}}",
          "{\"index\":{\"_index\":\"jaeger-span-2022-06-20\"}}\n" + STORED,
          "[\n" + dumped + "\n]\n",
        }) {
      assertThat(calls(stored).calls).as(stored).containsExactly(expected);
      assertThat(JaegerReader.recognises(new Beginning(bytes(stored)))).as(stored).isTrue();
    }
    assertThat(calls(STORED + STORED + TRACE + "\n" + STORED).calls).hasSize(5);
  }

  @Test
  void aStoredSpanWithoutAServiceOrProcessIsRefused() throws IOException {
    Intake intake =
        read(
            bytes(
                STORED.replace("\"serviceName\":\"pay\"", "\"serviceName\":\"\"")
                    + STORED.replace("\"process\":", "\"processes of\":")
                    + STORED));
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(
            Tuple.tuple(SpanFields.NO_SERVICE, "input:1"),
            Tuple.tuple(JaegerReader.NO_PROCESS, "input:2"));
  }

  private Collected calls(String text) throws IOException {
    Collected seen = new Collected();
    assertThat(read(new ByteArrayInputStream(bytes(text)), seen).rejections().entries()).isEmpty();
    return seen;
  }
}
