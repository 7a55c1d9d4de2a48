package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;

class RecordedCallsContractTest extends RecordingContract {

  @Override
  protected String name() {
    return Recording.CALLS;
  }

  @Override
  protected Intake read(Recording recording, Collected sink) {
    return recording.readCalls(sink);
  }

  @Override
  protected long eventsInSample() {
    return written.calls.size();
  }
}
