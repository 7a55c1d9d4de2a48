package io.distappguard.telemetry.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OtlpProtobufReaderTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private static final byte[] MESSAGE = request("text", 3);

  @Test
  void aSpanBecomesACall() throws IOException {
    byte[] message =
        MessageBytes.message(request ->
            request.message(
                1,
                resource -> {
                  resource.message(
                      2,
                      scope ->
                          scope
                              .message(1, name -> name.text(1, "grpc"))
                              .message(
                                  2,
                                  span ->
                                      span.hex(1, TRACE)
                                          .hex(2, "b7ad6b7169203331")
                                          .text(3, "state=1")
                                          .hex(4, "00f067aa0ba902b7")
                                          .text(5, "range.Text/Compose")
                                          .varint(6, 2)
                                          .fixed64(7, 1795308870000000001L)
                                          .fixed64(8, 1795308870000500001L)
                                          .attribute(9, "rpc.grpc.status_code", 14)
                                          .attribute(9, "peer", "x")
                                          .varint(10, 3)
                                          .message(
                                              15, status -> status.text(2, "down").varint(3, 2))
                                          .varint(16, 257)));
                  // behind its spans
                  resource.message(
                      1,
                      attributes ->
                          attributes
                              .attribute(1, "service.name", "text")
                              .attribute(1, "service.instance.id", "text-2"));
                }));
    Call expected =
        new Call(
            TRACE,
            "b7ad6b7169203331",
            "00f067aa0ba902b7",
            Call.Kind.SERVER,
            "text",
            "text-2",
            "range.Text/Compose",
            1795308870000000001L,
            500_000,
            true,
            "UNAVAILABLE");
    assertThat(calls(message).calls).containsExactly(expected);
    assertThat(calls(MessageBytes.framed(message)).calls).containsExactly(expected);
    assertThat(calls(join(MessageBytes.framed(message), new byte[4])).calls)
        .containsExactly(expected);
  }

  @Test
  void bothFramingsAreRecognised() {
    assertThat(OtlpProtobufReader.recognises(MESSAGE)).isTrue();
    assertThat(OtlpProtobufReader.recognises(MessageBytes.framed(MESSAGE))).isTrue();
    assertThat(OtlpProtobufReader.recognises(Arrays.copyOf(MESSAGE, 60))).isTrue();
    for (String text :
        new String[] {"", "\n\n\n\n\n\n\n\n\n\n\n\n", "\n7 1795308870.000000 read("}) {
      assertThat(OtlpProtobufReader.recognises(text.getBytes(StandardCharsets.UTF_8))).isFalse();
    }
  }

  @Test
  void messagesCompressedEachByItselfAreRead() throws IOException {
    byte[] framed = MessageBytes.framed(Zstd.compress(MESSAGE));
    assertThat(OtlpProtobufReader.recognises(framed)).isTrue();
    assertThat(OtlpProtobufReader.recognises(Arrays.copyOf(framed, framed.length - 9))).isTrue();
    assertThat(calls(join(framed, framed, MessageBytes.framed(MESSAGE))).calls).hasSize(9);
    byte[] json =
        """
        {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"web"}}]},"scopeSpans":[{"spans":[{"traceId":"0af7651916cd43dd8448eb211c80319c","spanId":"b7ad6b7169203331","name":"GET /","kind":2,"startTimeUnixNano":"1700000000000000000","endTimeUnixNano":"1700000000500000000"}]}]}]}
        """
            .getBytes(StandardCharsets.UTF_8);
    byte[] framedJson = MessageBytes.framed(Zstd.compress(json));
    assertThat(OtlpProtobufReader.recognises(framedJson)).isTrue();
    assertThat(calls(join(framedJson, framed)).calls).hasSize(4);
    assertThat(
            OtlpProtobufReader.recognises(
                MessageBytes.framed(Zstd.compress("logs".getBytes(StandardCharsets.UTF_8)))))
        .isFalse();
  }

  @Test
  void aBombIsRefusedAtItsPlaceAndTheNextMessageRead() throws IOException {
    byte[] bomb = MessageBytes.framed(Zstd.compress(new byte[200 << 20]));
    byte[] damaged = MessageBytes.framed(Zstd.compress(MESSAGE));
    damaged[12] ^= 0x7F;
    Intake intake = read(join(bomb, damaged, MessageBytes.framed(Zstd.compress(MESSAGE))));
    assertThat(intake.accepted()).isEqualTo(3);
    assertThat(intake.rejections().entries())
        .extracting("reason", "firstPosition")
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                OtlpProtobufReader.TOO_LONG_INFLATED, "input:byte 0"));
    assertThat(intake.rejected()).isEqualTo(2);
  }

  @Test
  void severalMessagesAreReadOneAfterAnother() throws IOException {
    assertThat(calls(join(MESSAGE, MESSAGE)).calls).hasSize(6);
    assertThat(calls(join(MessageBytes.framed(MESSAGE), MessageBytes.framed(MESSAGE))).calls)
        .hasSize(6);
  }

  @Test
  void aDamagedMessageIsRefusedAndTheNextIsRead() throws IOException {
    byte[] damaged = MESSAGE.clone();
    Arrays.fill(damaged, 2, damaged.length, (byte) 0xFF);
    Intake intake =
        read(
            join(
                MessageBytes.framed(MESSAGE),
                MessageBytes.framed(damaged),
                MessageBytes.framed(MESSAGE)));
    assertThat(intake.accepted()).isEqualTo(6);
    assertThat(intake.rejections().entries())
        .extracting("reason", "count", "firstPosition")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                SpanMessages.DAMAGED_MESSAGE, 1L, "input:byte " + (MESSAGE.length + 4)));
  }

  @Test
  void aDamagedSpanIsRefusedAlone() throws IOException {
    byte[] message =
        MessageBytes.message(request ->
            request.message(
                1,
                resource ->
                    resource
                        .message(1, named -> named.attribute(1, "service.name", "text"))
                        .message(
                            2,
                            scope -> {
                              span(scope, 1);
                              scope.bytes(2, new byte[] {0x0A, 0x7F, 1, 2});
                              scope.bytes(2, new byte[] {0x0A, 0x01, 1});
                              span(scope, 2);
                            })));
    Intake intake = read(message);
    assertThat(intake.accepted()).isEqualTo(2);
    assertThat(intake.rejections().entries())
        .extracting("reason")
        .containsExactly(SpanMessages.DAMAGED_SPAN, "span without valid ids");
  }

  @Test
  void cutAnywhereItLosesOneSpanAtMost() throws IOException {
    for (byte[] whole :
        new byte[][] {MESSAGE, join(MessageBytes.framed(MESSAGE), MessageBytes.framed(MESSAGE))}) {
      int accepted = 0;
      for (int cut = 0; cut <= whole.length; cut++) {
        Intake intake = read(Arrays.copyOf(whole, cut));
        assertThat(intake.rejected()).as("cut at %d", cut).isLessThanOrEqualTo(1);
        assertThat(intake.accepted()).as("cut at %d", cut).isGreaterThanOrEqualTo(accepted);
        accepted = (int) intake.accepted();
      }
      assertThat(accepted).isEqualTo(whole == MESSAGE ? 3 : 6);
    }
  }

  @Test
  void declaredLengthsOfGigabytesNeedNoMemory() throws IOException {
    byte[] two = ByteBuffer.allocate(4).putInt(Integer.MAX_VALUE).array();
    assertThat(read(join(MessageBytes.framed(MESSAGE), two, MESSAGE)).rejections().entries())
        .extracting("reason", "firstPosition")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                OtlpProtobufReader.TOO_LONG, "input:byte " + (MESSAGE.length + 4)));
    byte[] most = ByteBuffer.allocate(4).putInt(64 << 20).array();
    assertThat(read(join(most, MESSAGE)).accepted()).isEqualTo(3);
    byte[] resource = {0x0A, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F, 1, 2, 3};
    assertThat(read(resource).rejected()).isEqualTo(1);
  }

  @Test
  void rubbishIsCounted() throws IOException {
    Random random = new Random(5);
    for (int round = 0; round < 200; round++) {
      byte[] rubbish = new byte[random.nextInt(2000)];
      random.nextBytes(rubbish);
      Intake intake = read(rubbish);
      assertThat(intake.accepted()).isZero();
      assertThat(intake.rejected()).isEqualTo(rubbish.length == 0 ? 0 : intake.rejected());
      assertThat(intake.rejections().entries().size()).isLessThan(8);
    }
  }

  private static byte[] request(String service, int spans) {
    return MessageBytes.message(request ->
        request.message(
            1,
            resource ->
                resource
                    .message(1, one -> one.attribute(1, "service.name", service))
                    .message(
                        2,
                        scope -> {
                          for (int index = 1; index <= spans; index++) {
                            span(scope, index);
                          }
                        })));
  }

  private static void span(MessageBytes scope, int index) {
    scope.message(
        2,
        span ->
            span.hex(1, TRACE)
                .hex(2, "%016x".formatted(index))
                .text(5, "op" + index)
                .fixed64(7, 1795308870000000000L + index)
                .fixed64(8, 1795308870000000500L + index));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static Intake read(byte[] bytes) throws IOException {
    return new OtlpProtobufReader(new ByteArrayInputStream(bytes), "input").read(new Collected());
  }

  private static Collected calls(byte[] bytes) throws IOException {
    Collected seen = new Collected();
    Intake intake = new OtlpProtobufReader(new ByteArrayInputStream(bytes), "input").read(seen);
    assertThat(intake.rejections().entries()).isEmpty();
    return seen;
  }
}
