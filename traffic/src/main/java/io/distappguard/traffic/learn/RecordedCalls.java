package io.distappguard.traffic.learn;

import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.DeployEvents;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A recording folder as the traffic side reads it. */
public final class RecordedCalls implements TrafficRecording {

  private final Recording recording;

  public RecordedCalls(Recording recording) {
    this.recording = recording;
  }

  public RecordingHeader header() {
    return recording.header();
  }

  @Override
  public String name() {
    return recording.name();
  }

  @Override
  public String sha256() {
    return recording.sha256();
  }

  @Override
  public long firstMillis() {
    Long serve = recording.header().serveMillis();
    return serve == null ? Long.MIN_VALUE : serve;
  }

  @Override
  public long endMillis() {
    return recording.header().endMillis();
  }

  @Override
  public @Nullable Calendar calendar() {
    return Calendar.of(recording.header().calendar());
  }

  @Override
  public DeployEvents deploys() {
    return DeployEvents.of(recording.header().events());
  }

  @Override
  public void replay(CallSink sink) throws IOException {
    recording.readAllCalls(sink);
  }
}
