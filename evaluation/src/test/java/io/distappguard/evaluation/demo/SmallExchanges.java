package io.distappguard.evaluation.demo;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity.FileEntity;
import io.distappguard.telemetry.Entity.SocketEntity;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.recording.RecordingHeader;
import io.distappguard.telemetry.recording.RecordingLabels;
import io.distappguard.telemetry.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Recordings of a shop that exist only as exchanges: a web server, its database, and a load that
 * rises and falls.
 */
final class SmallExchanges {

  private static final long EPOCH_MILLIS = 1_795_300_000_000L;
  private static final int WEB = 0;
  private static final int DATABASE = 1;

  private static final int FROM_OUTSIDE = 0;
  private static final int WEB_TO_DATABASE = 1;
  private static final int DATABASE_TO_WEB = 2;
  private static final int LOG = 3;
  private static final int TABLES = 4;

  private final RecordingWriter writer;
  private final Random random;
  private long millis;

  private SmallExchanges(RecordingWriter writer, long seed) {
    this.writer = writer;
    random = new Random(seed);
  }

  /**
   * Writes a recording.
   *
   * @param kind the kind it states
   * @param stolenFrom second from which the database gives away its tables for a minute to a web
   *     server that has no more requests than usual, or -1
   */
  static void record(Path folder, String kind, long seed, int seconds, int stolenFrom)
      throws IOException {
    long start = EPOCH_MILLIS + seed * 10_000_000L;
    List<RecordingHeader.Event> events =
        stolenFrom < 0
            ? List.of()
            : List.of(
                new RecordingHeader.Event(
                    "attack",
                    "table-theft",
                    start + stolenFrom * 1000L,
                    start + (stolenFrom + 60) * 1000L,
                    Map.of()));
    try (RecordingWriter writer = new RecordingWriter(folder, 1000)) {
      SmallExchanges shop = new SmallExchanges(writer, seed);
      shop.start();
      for (int second = 0; second < seconds; second++) {
        shop.millis = start + second * 1000L;
        shop.second(second, stolenFrom >= 0 && second >= stolenFrom && second < stolenFrom + 60);
      }
      writer.finish(
          new RecordingLabels(
              "shop",
              String.valueOf(folder.getFileName()),
              kind,
              List.of(new RecordingHeader.Network("internet", "10.9.0.0/16")),
              start,
              start + seconds * 1000L,
              start + 40_000,
              events),
          new Intake());
    }
  }

  private void start() {
    container(WEB, "web", "10.1.0.1");
    container(DATABASE, "database", "10.1.0.2");
    socket(FROM_OUTSIDE, WEB, "10.1.0.1:80", "10.9.0.7:40001");
    socket(WEB_TO_DATABASE, WEB, "10.1.0.1:33000", "10.1.0.2:5432");
    socket(DATABASE_TO_WEB, DATABASE, "10.1.0.2:5432", "10.1.0.1:33000");
    writer.entity(new FileEntity(LOG, WEB, "/var/log/web.log"));
    writer.entity(new FileEntity(TABLES, DATABASE, "/var/lib/database/tables"));
  }

  private void container(int id, String role, String address) {
    writer.container(
        new Container(id, role + "-1", "host", role, null, null, 7 + id, List.of(address)));
    writer.process(new ProcessImage(id, id, 100 + id, -1, "/usr/bin/" + role, "", 0));
  }

  private void socket(int id, int container, String local, String remote) {
    writer.entity(new SocketEntity(id, container, "tcp", local, remote));
  }

  private void second(int second, boolean stolen) {
    int requests = 20 + (int) (10 * Math.sin(second / 40.0)) + random.nextInt(5);
    exchange(WEB, FROM_OUTSIDE, Operation.RECEIVE, requests, 300);
    exchange(WEB, FROM_OUTSIDE, Operation.SEND, requests, 2_000);
    exchange(WEB, LOG, Operation.WRITE, requests, 80);
    exchange(WEB, WEB_TO_DATABASE, Operation.SEND, requests, 150);
    exchange(DATABASE, DATABASE_TO_WEB, Operation.RECEIVE, requests, 150);
    int rows = stolen ? 20 * requests : requests;
    exchange(DATABASE, TABLES, Operation.READ, rows, 4_096);
    exchange(DATABASE, DATABASE_TO_WEB, Operation.SEND, rows, 900);
    exchange(WEB, WEB_TO_DATABASE, Operation.RECEIVE, rows, 900);
    writer.endInterval(millis);
  }

  private void exchange(int process, int entity, Operation operation, int calls, int bytes) {
    long sum = (long) calls * (bytes + random.nextInt(20));
    writer.exchange(millis, process, entity, operation, calls, sum, 0);
  }
}
