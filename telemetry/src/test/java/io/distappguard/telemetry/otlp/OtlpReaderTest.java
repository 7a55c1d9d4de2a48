package io.distappguard.telemetry.otlp;

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
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class OtlpReaderTest extends LineReaderContract {

  private static final String SERVER =
      """
      {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"text"}},{"key":"service.instance.id","value":{"stringValue":"text-2"}}]},"scopeSpans":[{"scope":{"name":"grpc"},"spans":[{"traceId":"0AF7651916CD43DD8448EB211C80319C","spanId":"b7ad6b7169203331","parentSpanId":"00f067aa0ba902b7","flags":257,"name":"range.Text/Compose","kind":2,"startTimeUnixNano":"1795308870000000001","endTimeUnixNano":1795308870000500001,"attributes":[{"key":"rpc.grpc.status_code","value":{"intValue":"14"}},{"key":"x","value":{"arrayValue":{"values":[{"stringValue":"y"}]}}}],"status":{"code":2,"message":"down"}}]}]}]}
      """;

  private static final String CLIENT =
      """
      {"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b7","name":"GET","kind":3,"startTimeUnixNano":"1795308870000000000","endTimeUnixNano":"1795308870000600000","attributes":[{"key":"http.response.status_code","value":{"intValue":401}}],"status":{}},{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"00f067aa0ba902b8","name":"work","kind":1,"startTimeUnixNano":"1795308870000000000","endTimeUnixNano":"1795308870000600000"}]}],"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"gateway"}}]}}],"future":{"a":[1,{"b":2}]}}
      """;

  @Override
  protected String sample() {
    return SERVER + CLIENT;
  }

  @Override
  protected long eventsInSample() {
    return 3;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return new OtlpReader(stream, "input").read(sink);
  }

  @Test
  void aSpanBecomesACall() throws IOException {
    assertThat(calls(SERVER).calls)
        .containsExactly(
            new Call(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                "00f067aa0ba902b7",
                Call.Kind.SERVER,
                "text",
                "text-2",
                "range.Text/Compose",
                1795308870000000001L,
                500_000,
                true,
                "UNAVAILABLE"));
  }

  @Test
  void theResourceMayComeAfterItsSpans() throws IOException {
    assertThat(calls(CLIENT).calls)
        .extracting(Call::service, Call::status, Call::failed, Call::parentSpanId)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("gateway", "401", false, null),
            org.assertj.core.groups.Tuple.tuple("gateway", null, false, null));
  }

  @Test
  void oneDocumentOverManyLinesIsReadToo() throws IOException {
    String pretty = CLIENT.replace(",", ",\n  ").replace("{\"resourceSpans", "{\n \"resourceSpans");
    assertThat(calls(pretty).calls).hasSize(2);
  }

  @Test
  void newNamesOfTheStatusAreUnderstood() throws IOException {
    String renamed =
        SERVER
            .replace("rpc.grpc.status_code", "rpc.response.status_code")
            .replace("{\"intValue\":\"14\"}", "{\"stringValue\":\"NOT_FOUND\"}")
            .replace("\"kind\":2", "\"kind\":\"SPAN_KIND_CONSUMER\"")
            .replace("\"code\":2", "\"code\":\"STATUS_CODE_ERROR\"");
    assertThat(calls(renamed).calls)
        .extracting(Call::status, Call::kind, Call::failed)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("NOT_FOUND", Call.Kind.CONSUMER, true));
  }

  @Test
  void spansWithoutIdsOrTimesAreRefusedAlone() throws IOException {
    Intake intake =
        read(
            new ByteArrayInputStream(
                (SERVER.replace("b7ad6b7169203331", "xyz")
                        + CLIENT.replace(
                            "\"endTimeUnixNano\":\"1795308870000600000\"}]", "\"x\":1}]"))
                    .getBytes(StandardCharsets.UTF_8)),
            new Collected());
    assertThat(intake.accepted()).isEqualTo(1);
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(SpanFields.NO_IDS, "input:1"),
            org.assertj.core.groups.Tuple.tuple(SpanFields.NO_TIMES, "input:2"));
  }

  @Test
  void wrappedRequestsAreReadWhereverTheyStand() throws IOException {
    List<Call> plain = calls(SERVER).calls;
    String request = SERVER.strip();
    String resources = request.substring("{\"resourceSpans\":".length(), request.length() - 1);
    for (String wrapped :
        new String[] {
          "{\"trace\":" + request + "}",
          "{\"result\":" + request + "}\n",
          "{\"data\":" + request + "}",
          "{\"status\":\"success\",\"data\":{\"trace\":" + request + "}}",
          "{\"data\":[" + request + "]}",
          "[" + request + "]",
          "{\"batches\":" + resources + "}",
          "{\"trace\":{\"batches\":" + resources + "}}",
          resources.substring(1, resources.length() - 1),
          "[\n" + request + "\n]",
        }) {
      assertThat(calls(wrapped).calls).as(wrapped).isEqualTo(plain);
      assertThat(OtlpReader.recognises(new Beginning(bytes(wrapped)))).as(wrapped).isTrue();
    }
  }

  @Test
  void namesInSnakeCaseAndIdsInBase64AreUnderstood() throws IOException {
    List<Call> plain = calls(SERVER).calls;
    String snake = SERVER;
    for (String name :
        new String[] {
          "resourceSpans",
          "scopeSpans",
          "traceId",
          "spanId",
          "parentSpanId",
          "startTimeUnixNano",
          "endTimeUnixNano"
        }) {
      snake =
          snake.replace(
              '"' + name + '"',
              '"' + name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT) + '"');
    }
    assertThat(snake).contains("start_time_unix_nano");
    assertThat(calls(snake).calls).isEqualTo(plain);
    assertThat(OtlpReader.recognises(new Beginning(bytes(snake)))).isTrue();
    for (Base64.Encoder encoder :
        new Base64.Encoder[] {Base64.getEncoder(), Base64.getUrlEncoder().withoutPadding()}) {
      String base64 = SERVER;
      for (String id :
          new String[] {
            "0AF7651916CD43DD8448EB211C80319C", "b7ad6b7169203331", "00f067aa0ba902b7"
          }) {
        byte[] binary = HexFormat.of().parseHex(id);
        base64 = base64.replace(id, encoder.encodeToString(binary));
      }
      assertThat(base64).doesNotContain("0AF7");
      assertThat(calls(base64).calls).isEqualTo(plain);
    }
  }

  @Test
  void spansAmongTheLinesOfALogAreFoundAndTheOtherLinesCounted() throws IOException {
    String resource = SERVER.strip().substring("{\"resourceSpans\":[".length());
    String log =
        "  ____ shop ____\n"
            + "Starting shop 1.0 on port 8080\n"
            + SERVER
            + "[otel.javaagent 2026-12-01 10:00:00 INFO] [main] OtlpJsonLoggingSpanExporter - "
            + resource.substring(0, resource.length() - 2)
            + "\n2026-12-01T10:00:01 INFO served {\"request\": 1}\n"
            + CLIENT;
    Collected seen = new Collected();
    Intake intake = read(new ByteArrayInputStream(bytes(log)), seen);
    assertThat(seen.calls).hasSize(4);
    assertThat(intake.rejections().entries())
        .extracting("reason", "count", "firstPosition")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(JsonCallReader.NOT_A_SPAN, 3L, "input:1"));
    assertThat(OtlpReader.recognises(new Beginning(bytes(log)))).isTrue();
    assertThat(OtlpReader.recognises(new Beginning(bytes("a log\nof {\"things\":1}\n")))).isFalse();
  }

  @Test
  void spansOfNobodyAreRefused() throws IOException {
    for (String name : new String[] {"", " "}) {
      Intake intake =
          read(
              bytes(
                  SERVER.replace(
                      "{\"stringValue\":\"text\"}", "{\"stringValue\":\"" + name + "\"}")));
      assertThat(intake.accepted()).isZero();
      assertThat(intake.rejections().entries())
          .extracting("reason")
          .containsExactly(SpanFields.NO_SERVICE);
    }
  }

  private Collected calls(String text) throws IOException {
    Collected seen = new Collected();
    Intake intake = read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), seen);
    assertThat(intake.rejections().entries()).isEmpty();
    return seen;
  }
}
