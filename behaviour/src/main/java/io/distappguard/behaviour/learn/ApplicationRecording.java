package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

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
    String run = recording.header().run();
    return run == null ? String.valueOf(recording.folder().getFileName()) : run;
  }

  /** Of the names and hashes of its files, as its header states them. */
  @Override
  public String sha256() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(recording.header().files())
        .forEach((name, file) -> text.append(name).append(' ').append(file.sha256()).append('\n'));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public List<KnownNetwork> networks() {
    return recording.header().networks().stream()
        .map(network -> new KnownNetwork(network.name(), network.cidr()))
        .toList();
  }

  @Override
  public void replay(ExchangeSink sink) throws IOException {
    Intake intake = recording.readExchanges(sink);
    if (intake.rejected() > 0) {
      throw new IOException(
          recording.folder()
              + ": damaged: "
              + intake.rejections().entries()
              + " (convert the run again)");
    }
  }
}
