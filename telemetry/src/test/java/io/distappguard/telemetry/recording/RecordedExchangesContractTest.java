package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import java.io.IOException;

class RecordedExchangesContractTest extends RecordingContract {

  @Override
  protected String name() {
    return Recording.EXCHANGES;
  }

  @Override
  protected Intake read(Recording recording, Collected sink) throws IOException {
    return recording.readExchanges(sink);
  }

  @Override
  protected long eventsInSample() {
    return written.exchanges.size();
  }
}
