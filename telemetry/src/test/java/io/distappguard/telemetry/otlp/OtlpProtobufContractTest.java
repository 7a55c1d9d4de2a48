package io.distappguard.telemetry.otlp;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.ReaderContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

class OtlpProtobufContractTest extends ReaderContract {

  @Override
  protected byte[] wellFormed() {
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    for (int index = 0; index < 5; index++) {
      messages.writeBytes(MessageBytes.framed(message(index)));
    }
    return messages.toByteArray();
  }

  @Override
  protected long eventsInSample() {
    return 5;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return new OtlpProtobufReader(stream, "input").read(sink);
  }

  private static byte[] message(int index) {
    return MessageBytes.message(request ->
        request.message(
            1,
            resource ->
                resource
                    .message(1, attributes -> attributes.attribute(1, "service.name", "text"))
                    .message(
                        2,
                        scope ->
                            scope.message(
                                2,
                                span ->
                                    span.hex(1, "0af7651916cd43dd8448eb211c80319c")
                                        .hex(2, "b7ad6b716920333" + index)
                                        .text(5, "Compose")
                                        .varint(6, 2)
                                        .fixed64(7, 1795308870000000001L)
                                        .fixed64(8, 1795308870000500001L)))));
  }
}
