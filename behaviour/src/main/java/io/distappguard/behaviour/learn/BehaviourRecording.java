package io.distappguard.behaviour.learn;

import io.distappguard.behaviour.graph.KnownNetwork;
import io.distappguard.telemetry.ExchangeSink;
import java.io.IOException;
import java.util.List;

/** A benign recording of the application to learn from. */
public interface BehaviourRecording {

  /** Name for reports, without folders. */
  String name();

  /** SHA-256 of the file, lower-case hex. */
  String sha256();

  /** Networks outside that the recording declares. */
  List<KnownNetwork> networks();

  /** Gives all exchanges, from the first to the last. */
  void replay(ExchangeSink sink) throws IOException;
}
