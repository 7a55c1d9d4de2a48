package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.recording.Recording;
import io.distappguard.telemetry.recording.RecordingHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A recording on disk, to learn from. Its hash is that of its header, which holds the hashes of its
 * other files.
 */
public final class RecordingFolder implements BehaviourRecording {

  private final Recording recording;
  private final String sha256;

  private RecordingFolder(Recording recording, String sha256) {
    this.recording = recording;
    this.sha256 = sha256;
  }

  /**
   * Opens a recording.
   *
   * @throws IOException if the folder holds none
   */
  public static RecordingFolder open(Path folder) throws IOException {
    Recording recording = Recording.open(folder);
    byte[] header = Files.readAllBytes(folder.resolve("recording.json"));
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return new RecordingFolder(recording, HexFormat.of().formatHex(digest.digest(header)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** What stands in its header. */
  public RecordingHeader header() {
    return recording.header();
  }

  @Override
  public String name() {
    String run = recording.header().run();
    Path folder = recording.folder().toAbsolutePath().normalize().getFileName();
    return run != null ? run : String.valueOf(folder);
  }

  @Override
  public String sha256() {
    return sha256;
  }

  @Override
  public List<KnownNetwork> networks() {
    return recording.header().networks().stream()
        .map(network -> new KnownNetwork(network.name(), network.cidr()))
        .toList();
  }

  @Override
  public void replay(ExchangeSink sink) throws IOException {
    recording.readExchanges(sink);
  }
}
