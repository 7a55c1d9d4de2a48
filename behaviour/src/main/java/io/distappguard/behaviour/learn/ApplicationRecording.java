package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.io.IOException;
import java.util.List;

/** A recording folder as the behaviour side reads it. */
public final class ApplicationRecording implements BehaviourRecording {

  private final Recording recording;

  public ApplicationRecording(Recording recording) {
    this.recording = recording;
  }

  public RecordingHeader header() {
    return recording.header();
  }

  @Override
  public String name() {
    return recording.name();
  }

  /** Of the names and hashes of its files, as its header states them. */
  @Override
  public String sha256() {
    return recording.sha256();
  }

  @Override
  public List<KnownNetwork> networks() {
    return recording.header().networks().stream()
        .map(network -> new KnownNetwork(network.name(), network.cidr()))
        .toList();
  }

  @Override
  public void replay(ExchangeSink sink) throws IOException {
    recording.readAllExchanges(sink);
  }
}
