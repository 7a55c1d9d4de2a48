package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.recording.Schemas.EntityKind;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the exchanges of a recording name: its containers, processes and entities, told to a sink
 * before they are first named. As many as the live reader keeps, and with names of so many bytes,
 * so that no recording fills the memory of who reads it. Not thread-safe.
 */
final class RecordedNames implements Closeable {

  private static final int MOST_CONTAINERS = 1 << 16;
  private static final int MOST_PROCESSES = 1 << 20;
  private static final int MOST_ENTITIES = 1 << 22;
  private static final long MOST_CHARACTERS = 256L << 20;

  private static final EntityKind[] KINDS = EntityKind.values();

  private final Recording recording;
  private final ExchangeSink sink;
  private final AvroBlocks processFile;
  private final AvroBlocks entityFile;
  private int containers;
  private int processes;
  private int entities;
  private long characters;
  private String position = "";

  RecordedNames(Recording recording, ExchangeSink sink) throws IOException {
    this.recording = recording;
    this.sink = sink;
    tellContainers();
    processFile = recording.open(Recording.PROCESSES, Schemas.PROCESS);
    try {
      entityFile = recording.open(Recording.ENTITIES, Schemas.ENTITY);
    } catch (IOException exception) {
      processFile.close();
      throw exception;
    }
  }

  /** Containers there are. */
  int containers() {
    return containers;
  }

  /** Tells of processes and entities up to these. */
  void tell(int process, int entity) throws IOException {
    while (process >= processes) {
      tellProcess();
    }
    while (entity >= entities) {
      tellEntity();
    }
  }

  /** Where the last failure to tell of something stands. */
  String position() {
    return position;
  }

  /** Counts files that are not those the header states; after all was told. */
  void refuseOtherHashes(Intake intake) throws IOException {
    recording.refuseOtherHash(Recording.PROCESSES, processFile, intake);
    recording.refuseOtherHash(Recording.ENTITIES, entityFile, intake);
  }

  @Override
  public void close() throws IOException {
    try (processFile) {
      entityFile.close();
    }
  }

  private void tellContainers() throws IOException {
    try (AvroBlocks file = recording.open(Recording.CONTAINERS, Schemas.CONTAINER)) {
      for (Container container = file.record(this::container);
          container != null;
          container = file.record(this::container)) {
        sink.container(container);
      }
      if (!recording.isAsRecorded(Recording.CONTAINERS, file)) {
        throw file.damaged(new IOException(Recording.OTHER_HASH));
      }
    }
  }

  private void tellProcess() throws IOException {
    position = processFile.position();
    ProcessImage process = processFile.record(this::process);
    if (process == null) {
      throw endsEarly(Recording.PROCESSES);
    }
    processes++;
    sink.process(process);
  }

  private void tellEntity() throws IOException {
    position = entityFile.position();
    Entity entity = entityFile.record(this::entity);
    if (entity == null) {
      throw endsEarly(Recording.ENTITIES);
    }
    if (entity instanceof Entity.ProcessEntity target) {
      while (target.process() >= processes) {
        tellProcess();
      }
    }
    entities++;
    sink.entity(entity);
  }

  private Container container(BlockDecoder decoder) throws IOException {
    int id = decoder.readInt();
    String name = name(decoder);
    String host = name(decoder);
    String role = nullable(decoder);
    String image = nullable(decoder);
    String cgroup = nullable(decoder);
    long networkNamespace = decoder.readLong();
    List<String> addresses = new ArrayList<>();
    for (long count = decoder.readArrayStart(); count != 0; count = decoder.arrayNext()) {
      for (long item = 0; item < count; item++) {
        addresses.add(name(decoder));
      }
    }
    long startMillis = decoder.readLong();
    expect("id", id, containers, containers);
    expect("id", id, 0, MOST_CONTAINERS - 1);
    expect("start", startMillis, Container.UNKNOWN_START, RecordingHeader.MOST_MILLIS);
    containers++;
    return new Container(
        id, name, host, role, image, cgroup, networkNamespace, addresses, startMillis);
  }

  private ProcessImage process(BlockDecoder decoder) throws IOException {
    ProcessImage process =
        new ProcessImage(
            decoder.readInt(),
            decoder.readInt(),
            decoder.readLong(),
            decoder.readInt(),
            name(decoder),
            name(decoder),
            decoder.readLong());
    expect("id", process.id(), processes, processes);
    expect("id", process.id(), 0, MOST_PROCESSES - 1);
    expect("container", process.container(), 0, containers - 1);
    expect("parent", process.parent(), -1, processes - 1);
    return process;
  }

  private Entity entity(BlockDecoder decoder) throws IOException {
    int id = decoder.readInt();
    int kind = decoder.readEnum();
    int container = decoder.readInt();
    String name = name(decoder);
    String local = name(decoder);
    String remote = name(decoder);
    int process = decoder.readInt();
    expect("id", id, entities, entities);
    expect("id", id, 0, MOST_ENTITIES - 1);
    expect("kind", kind, 0, KINDS.length - 1);
    expect("container", container, 0, containers - 1);
    expect("process", process, -1, MOST_PROCESSES - 1);
    return switch (KINDS[kind]) {
      case FILE -> new Entity.FileEntity(id, container, name);
      case SOCKET -> new Entity.SocketEntity(id, container, name, local, remote);
      case CHANNEL -> new Entity.ChannelEntity(id, container, name, local);
      case PROCESS -> new Entity.ProcessEntity(id, container, process);
      case KERNEL -> new Entity.KernelEntity(id, container, name);
    };
  }

  private @Nullable String nullable(BlockDecoder decoder) throws IOException {
    if (decoder.readIndex() == 0) {
      return name(decoder);
    }
    decoder.readNull();
    return null;
  }

  private String name(BlockDecoder decoder) throws IOException {
    String name = decoder.readString();
    characters += name.length();
    if (characters > MOST_CHARACTERS) {
      throw new IOException("names of more than " + (MOST_CHARACTERS >> 20) + " MB");
    }
    return name;
  }

  private static void expect(String field, long value, long least, long most) throws IOException {
    if (value < least || value > most) {
      throw new IOException(
          field
              + ": "
              + value
              + " (expected: "
              + (least == most ? String.valueOf(least) : least + " to " + most)
              + ")");
    }
  }

  private IOException endsEarly(String name) {
    return new IOException(
        recording.file(name) + ": damaged: ends before all that exchanges name is told");
  }
}
