package io.distappguard.telemetry.recording;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.recording.Schemas.EntityKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.jspecify.annotations.Nullable;

/** Reads a recording's exchanges and, in between, what they name. */
final class ExchangeFile {

  private static final Operation[] OPERATIONS = Operation.values();
  private static final EntityKind[] KINDS = EntityKind.values();

  private final Recording recording;
  private final List<RecordingHeader.Incomplete> incomplete;
  private int nextIncomplete;
  private int processes;
  private int entities;

  ExchangeFile(Recording recording) {
    this.recording = recording;
    this.incomplete = new ArrayList<>(recording.header().incomplete());
    this.incomplete.sort(
        java.util.Comparator.comparingLong(RecordingHeader.Incomplete::intervalMillis));
  }

  Intake read(ExchangeSink sink) throws IOException {
    readContainers(sink);
    try (AvroBlocks processFile =
            new AvroBlocks(recording.file(Recording.PROCESSES), Schemas.PROCESS);
        AvroBlocks entityFile =
            new AvroBlocks(recording.file(Recording.ENTITIES), Schemas.ENTITY)) {
      return readExchanges(sink, processFile, entityFile);
    }
  }

  private Intake readExchanges(ExchangeSink sink, AvroBlocks processFile, AvroBlocks entityFile)
      throws IOException {
    Intake intake = new Intake();
    long interval = Long.MIN_VALUE;
    String problem = null;
    try (AvroBlocks file = new AvroBlocks(recording.file(Recording.EXCHANGES), Schemas.EXCHANGE)) {
      while (true) {
        long next;
        int process;
        int entity;
        int operation;
        int errors;
        int calls;
        long bytes;
        try {
          BinaryDecoder decoder = file.next();
          if (decoder == null) {
            break;
          }
          next = decoder.readLong();
          process = decoder.readInt();
          entity = decoder.readInt();
          operation = decoder.readEnum();
          errors = decoder.readInt();
          calls = decoder.readInt();
          bytes = decoder.readLong();
        } catch (IOException | RuntimeException exception) {
          problem = file.position();
          break;
        }
        if (process < 0 || entity < 0 || operation < 0 || operation >= OPERATIONS.length) {
          problem = file.position();
          break;
        }
        if (next != interval) {
          if (next < interval) {
            problem = file.position();
            break;
          }
          endInterval(interval, next, sink);
          interval = next;
        }
        try {
          while (process >= processes) {
            announceProcess(processFile, sink);
          }
          while (entity >= entities) {
            announceEntity(entityFile, processFile, sink);
          }
        } catch (IOException exception) {
          problem = (process >= processes ? processFile : entityFile).position();
          break;
        }
        sink.exchange(interval, process, entity, OPERATIONS[operation], calls, bytes, errors);
        intake.accept();
      }
      if (problem == null && intake.accepted() >= recording.promised(Recording.EXCHANGES)) {
        refuseOtherHash(Recording.PROCESSES, processFile, intake);
        refuseOtherHash(Recording.ENTITIES, entityFile, intake);
        refuseOtherHash(Recording.EXCHANGES, file, intake);
      }
    } catch (IOException exception) {
      if (intake.accepted() == 0 && recording.promised(Recording.EXCHANGES) == 0) {
        throw exception;
      }
      problem = problem == null ? Recording.EXCHANGES + ":" + intake.accepted() : problem;
    }
    endInterval(interval, Long.MAX_VALUE, sink);
    long lost = recording.promised(Recording.EXCHANGES) - intake.accepted();
    if (lost > 0 || problem != null) {
      intake
          .rejections()
          .count(
              "lost to a damaged file",
              problem == null ? Recording.EXCHANGES + ":" + intake.accepted() : problem,
              Math.max(1, lost));
    }
    return intake;
  }

  private void refuseOtherHash(String name, AvroBlocks file, Intake intake) throws IOException {
    if (!recording.isAsRecorded(name, file)) {
      intake.reject(Recording.OTHER_HASH, file.position());
    }
  }

  /** Closes an interval, and says of those before the next one what they lack. */
  private void endInterval(long interval, long next, ExchangeSink sink) {
    boolean open = interval != Long.MIN_VALUE;
    while (nextIncomplete < incomplete.size()) {
      RecordingHeader.Incomplete gap = incomplete.get(nextIncomplete);
      if (gap.intervalMillis() >= next) {
        break;
      }
      if (open && gap.intervalMillis() > interval) {
        sink.endInterval(interval);
        open = false;
      }
      sink.incomplete(gap.intervalMillis(), gap.container(), gap.reason(), gap.count());
      nextIncomplete++;
      boolean more =
          nextIncomplete < incomplete.size()
              && incomplete.get(nextIncomplete).intervalMillis() == gap.intervalMillis();
      if (!open && !more) {
        sink.endInterval(gap.intervalMillis());
      }
    }
    if (open) {
      sink.endInterval(interval);
    }
  }

  private void readContainers(ExchangeSink sink) throws IOException {
    try (AvroBlocks file =
        new AvroBlocks(recording.file(Recording.CONTAINERS), Schemas.CONTAINER)) {
      for (Container container = file.record(ExchangeFile::container);
          container != null;
          container = file.record(ExchangeFile::container)) {
        sink.container(container);
      }
      if (!recording.isAsRecorded(Recording.CONTAINERS, file)) {
        throw file.damaged(new IOException(Recording.OTHER_HASH));
      }
    }
  }

  private static Container container(BinaryDecoder decoder) throws IOException {
    int id = decoder.readInt();
    String name = decoder.readString();
    String host = decoder.readString();
    String role = nullable(decoder);
    String image = nullable(decoder);
    String cgroup = nullable(decoder);
    long networkNamespace = decoder.readLong();
    List<String> addresses = new ArrayList<>();
    for (long count = decoder.readArrayStart(); count != 0; count = decoder.arrayNext()) {
      for (long item = 0; item < count; item++) {
        addresses.add(decoder.readString());
      }
    }
    long start = decoder.readLong();
    return new Container(
        id,
        name,
        host,
        role,
        image,
        cgroup,
        networkNamespace,
        addresses,
        Math.max(Container.UNKNOWN_START, start));
  }

  private void announceProcess(AvroBlocks file, ExchangeSink sink) throws IOException {
    ProcessImage process =
        file.record(decoder ->
            new ProcessImage(
                decoder.readInt(),
                decoder.readInt(),
                decoder.readLong(),
                decoder.readInt(),
                decoder.readString(),
                decoder.readString(),
                decoder.readLong()));
    if (process == null) {
      throw endsEarly(Recording.PROCESSES);
    }
    expect(process.id(), processes, file);
    processes++;
    sink.process(process);
  }

  private void announceEntity(AvroBlocks file, AvroBlocks processFile, ExchangeSink sink)
      throws IOException {
    Entity entity = file.record(ExchangeFile::entity);
    if (entity == null) {
      throw endsEarly(Recording.ENTITIES);
    }
    expect(entity.id(), entities, file);
    if (entity instanceof Entity.ProcessEntity target) {
      while (target.process() >= processes) {
        announceProcess(processFile, sink);
      }
    }
    entities++;
    sink.entity(entity);
  }

  private static Entity entity(BinaryDecoder decoder) throws IOException {
    int id = decoder.readInt();
    int kind = decoder.readEnum();
    int container = decoder.readInt();
    String name = decoder.readString();
    String local = decoder.readString();
    String remote = decoder.readString();
    int process = decoder.readInt();
    if (kind < 0 || kind >= KINDS.length) {
      throw new IOException("kind of entity: " + kind);
    }
    return switch (KINDS[kind]) {
      case FILE -> new Entity.FileEntity(id, container, name);
      case SOCKET -> new Entity.SocketEntity(id, container, name, local, remote);
      case CHANNEL -> new Entity.ChannelEntity(id, container, name, local);
      case PROCESS -> new Entity.ProcessEntity(id, container, process);
      case KERNEL -> new Entity.KernelEntity(id, container, name);
    };
  }

  private IOException endsEarly(String name) {
    return new IOException(
        recording.file(name) + ": damaged: ends before all that exchanges name is told");
  }

  private static void expect(int id, int next, AvroBlocks file) throws IOException {
    if (id != next) {
      throw new IOException(file.position() + ": id: " + id + " (expected: " + next + ")");
    }
  }

  private static @Nullable String nullable(BinaryDecoder decoder) throws IOException {
    if (decoder.readIndex() == 0) {
      return decoder.readString();
    }
    decoder.readNull();
    return null;
  }
}
