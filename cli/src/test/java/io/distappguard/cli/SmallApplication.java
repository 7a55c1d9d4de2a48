package io.distappguard.cli;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Recordings of a web server and its store that exist only as exchanges. */
final class SmallApplication {

  private static final long EPOCH_MILLIS = 1_795_300_000_000L;

  private SmallApplication() {}

  /** When a recording of this seed begins. */
  static long startMillis(long seed) {
    return EPOCH_MILLIS + seed * 10_000_000L;
  }

  /**
   * Writes a recording.
   *
   * @param kind the kind it states
   * @param shellAt second in which a shell in the web server sends the store's files away, or -1
   */
  static Path record(Path folder, String kind, long seed, int seconds, int shellAt)
      throws IOException {
    return record(folder, kind, seed, seconds, shellAt, "");
  }

  static Path record(
      Path folder, String kind, long seed, int seconds, int shellAt, String rolePrefix)
      throws IOException {
    Random random = new Random(seed);
    long start = startMillis(seed);
    Intake intake = new Intake();
    try (RecordingWriter writer = new RecordingWriter(folder, 1000)) {
      for (int id = 0; id < 2; id++) {
        String role = rolePrefix + (id == 0 ? "web" : "store");
        writer.container(
            new Container(
                id,
                role + "-1",
                "host-a",
                role,
                role + ":1",
                null,
                100 + id,
                List.of("10.77.1." + (10 + id))));
        writer.process(new ProcessImage(id, id, 50 + id, -1, "/usr/bin/" + role, role, start));
      }
      writer.process(new ProcessImage(2, 0, 99, 0, "/bin/sh", "sh -i", start + shellAt * 1000L));
      writer.entity(new Entity.SocketEntity(0, 0, "tcp", "10.77.1.10:50000", "10.77.1.11:6379"));
      writer.entity(new Entity.SocketEntity(1, 1, "tcp", "10.77.1.11:6379", "10.77.1.10:50000"));
      writer.entity(new Entity.FileEntity(2, 1, "/var/lib/store/data"));
      writer.entity(new Entity.FileEntity(3, 0, "/etc/shadow"));
      writer.entity(new Entity.SocketEntity(4, 0, "tcp", "10.77.1.10:50001", "10.77.99.200:4444"));
      for (int second = 0; second < seconds; second++) {
        long at = start + second * 1000L;
        int requests = 20 + random.nextInt(10);
        writer.exchange(at, 0, 0, Operation.SEND, requests, requests * 100L, 0);
        writer.exchange(at, 1, 1, Operation.RECEIVE, requests, requests * 100L, 0);
        writer.exchange(at, 1, 2, Operation.READ, requests, requests * 900L, 0);
        writer.exchange(at, 1, 1, Operation.SEND, requests, requests * 1000L, 0);
        writer.exchange(at, 0, 0, Operation.RECEIVE, requests, requests * 1000L, 0);
        intake.accept(5);
        if (second >= shellAt && shellAt >= 0 && second < shellAt + 20) {
          writer.exchange(at, 2, 3, Operation.READ, 4, 4_000, 0);
          writer.exchange(at, 2, 4, Operation.SEND, 4, 4_000, 0);
          intake.accept(2);
        }
        writer.endInterval(at);
      }
      writer.finish(
          new RecordingLabels(
              "small",
              String.valueOf(folder.getFileName()),
              kind,
              List.of(new RecordingHeader.Network("internet", "10.77.99.0/24")),
              start,
              start + seconds * 1000L,
              null,
              List.of()),
          intake);
    }
    return folder;
  }
}
