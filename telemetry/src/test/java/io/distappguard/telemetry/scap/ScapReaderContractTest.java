package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.ReaderContract;
import java.io.IOException;
import java.io.InputStream;

class ScapReaderContractTest extends ReaderContract {

  @Override
  protected byte[] wellFormed() {
    return ScapDamageTest.sample();
  }

  @Override
  protected long eventsInSample() {
    return ScapDamageTest.EVENTS;
  }

  /** One that is damaged, and one that its length leads past. */
  @Override
  protected long mostLostToOneByte() {
    return 2;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return CaptureBytes.read(stream, sink);
  }
}
