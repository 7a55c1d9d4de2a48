package io.distappguard.traffic.learn;

import io.distappguard.telemetry.CallSink;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.DeployEvents;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A recording of calls to learn from. */
public interface TrafficRecording {

  /** Name for reports, without folders. */
  String name();

  /** SHA-256 of it, lower-case hex. */
  String sha256();

  /** When the application had come up, in milliseconds since the epoch. */
  long firstMillis();

  /** When recording ended; what comes later is the application going down. */
  long endMillis();

  /** The day it lives by, null where nobody says. */
  @Nullable Calendar calendar();

  /** Deploys that were declared. */
  DeployEvents deploys();

  /** Gives all calls, from the first to the last. */
  void replay(CallSink sink) throws IOException;
}
