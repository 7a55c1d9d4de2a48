package io.distappguard.traffic.learn;

import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.DeployEvents;
import io.distappguard.traffic.series.DeployEvents.Deploy;
import java.io.IOException;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** A recording folder as the traffic side reads it. */
public final class RecordedCalls implements TrafficRecording {

  private static final String DEPLOY = "deploy";

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
    RecordingHeader.Calendar calendar = recording.header().calendar();
    return calendar == null ? null : new Calendar(calendar.dayMillis(), calendar.originMillis());
  }

  @Override
  public DeployEvents deploys() {
    return new DeployEvents(
        recording.header().events().stream()
            .filter(event -> event.kind().equals(DEPLOY))
            .map(event -> new Deploy(event.name(), event.startMillis(), event.endMillis()))
            .sorted(Comparator.comparingLong(Deploy::startMillis))
            .toList());
  }

  @Override
  public void replay(CallSink sink) throws IOException {
    Intake intake = recording.readCalls(sink);
    if (intake.rejected() > 0) {
      throw new IOException(
          recording.folder()
              + ": damaged: "
              + intake.rejections().entries()
              + " (convert the run again)");
    }
  }
}
