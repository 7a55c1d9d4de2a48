package io.distappguard.telemetry.tetragon;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.exchange.HostContainers;
import io.distappguard.telemetry.json.JsonCursor;
import io.distappguard.telemetry.json.KnownObjects;
import io.distappguard.telemetry.line.ByteWords;

/**
 * A {@code Process} of an event: the acting one, or its parent. Not changed once it is read, since
 * events of one process share it ({@link KnownObjects}).
 */
final class TetragonProcess {

  /** What there is where the event tells of none. */
  static final TetragonProcess NONE = new TetragonProcess();

  private static final ByteWords PROCESS =
      ByteWords.of("pid", "binary", "arguments", "cwd", "flags", "docker", "pod");
  private static final ByteWords POD = ByteWords.of("name", "workload", "container", "pod_labels");
  private static final ByteWords CONTAINER = ByteWords.of("id", "name", "image");
  private static final ByteWords IMAGE = ByteWords.of("name");
  private static final ByteWords LABELS =
      ByteWords.of("app.kubernetes.io/name", "app.kubernetes.io/instance");

  long pid = -1;

  /** Path of the executable, absolute where the working directory is told. */
  String binary = "";

  String arguments = "";
  String directory = "";
  String flags = "";

  private String docker = "";
  private String pod = "";
  private String workload = "";
  private String container = "";
  private String containerName = "";
  private String image = "";
  private String nameLabel = "";
  private String instanceLabel = "";

  private TetragonProcess() {}

  static KnownObjects<TetragonProcess> all() {
    return new KnownObjects<>(PROCESS, TetragonProcess::of);
  }

  private static TetragonProcess of(JsonCursor cursor, byte[] buffer) {
    TetragonProcess process = new TetragonProcess();
    process.read(cursor, buffer);
    process.binary = AbsolutePath.of(process.directory, process.binary);
    return process;
  }

  private void read(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField()) {
      switch (PROCESS.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0 -> pid = Math.max(-1, cursor.number());
        case 1 -> binary = cursor.text();
        case 2 -> arguments = cursor.text();
        case 3 -> directory = cursor.text();
        case 4 -> flags = cursor.text();
        case 5 -> docker = cursor.text();
        case 6 -> pod(cursor, buffer);
        default -> cursor.skip();
      }
    }
  }

  /** Empty for the host's own processes. */
  String containerId() {
    return docker.isEmpty() ? container : docker;
  }

  Container labels(String host, String id) {
    String name = containerName.isEmpty() ? id : containerName;
    String role =
        !instanceLabel.isEmpty() ? instanceLabel : !nameLabel.isEmpty() ? nameLabel : workload;
    return HostContainers.labelled(
        pod.isEmpty() ? name : pod + "/" + name,
        host,
        role.isEmpty() ? null : role,
        image.isEmpty() ? null : image);
  }

  private void pod(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField()) {
      switch (POD.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0 -> pod = cursor.text();
        case 1 -> workload = cursor.text();
        case 2 -> container(cursor, buffer);
        case 3 -> podLabels(cursor, buffer);
        default -> cursor.skip();
      }
    }
  }

  private void container(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField()) {
      switch (CONTAINER.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0 -> container = cursor.text();
        case 1 -> containerName = cursor.text();
        case 2 -> {
          if (cursor.enter()) {
            while (cursor.nextField()) {
              if (IMAGE.number(buffer, cursor.nameFrom(), cursor.nameTo()) == 0) {
                image = cursor.text();
              } else {
                cursor.skip();
              }
            }
          }
        }
        default -> cursor.skip();
      }
    }
  }

  private void podLabels(JsonCursor cursor, byte[] buffer) {
    if (!cursor.enter()) {
      return;
    }
    while (cursor.nextField()) {
      switch (LABELS.number(buffer, cursor.nameFrom(), cursor.nameTo())) {
        case 0 -> nameLabel = cursor.text();
        case 1 -> instanceLabel = cursor.text();
        default -> cursor.skip();
      }
    }
  }
}
