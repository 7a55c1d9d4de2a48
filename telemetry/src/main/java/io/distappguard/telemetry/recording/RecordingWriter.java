package io.distappguard.telemetry.recording;

import static io.distappguard.telemetry.recording.Recording.CALLS;
import static io.distappguard.telemetry.recording.Recording.CONTAINERS;
import static io.distappguard.telemetry.recording.Recording.ENTITIES;
import static io.distappguard.telemetry.recording.Recording.EXCHANGES;
import static io.distappguard.telemetry.recording.Recording.HEADER;
import static io.distappguard.telemetry.recording.Recording.PROCESSES;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.distappguard.files.UnfinishedFolder;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Entity;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.ProcessImage;
import io.distappguard.telemetry.recording.Schemas.EntityKind;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes a recording: takes exchanges and calls, and puts the folder in place with {@link #finish}.
 * Until then it stands beside its place under a temporary name; closed without finish, or when the
 * process is told to end meanwhile, it is gone. Failures to write come as {@link
 * UncheckedIOException} from the sink's methods. Not thread-safe.
 */
public final class RecordingWriter implements ExchangeSink, CallSink, Closeable {

  private final Path target;
  private final boolean replaces;
  private final UnfinishedFolder unfinished;
  private final Path folder;
  private final int intervalMillis;
  private final AvroFile containers;
  private final AvroFile processes;
  private final AvroFile entities;
  private final AvroFile exchanges;
  private final AvroFile calls;
  private final CallOrder callOrder = new CallOrder();
  private final List<RecordingHeader.Incomplete> incomplete = new ArrayList<>();
  private long firstInterval = Long.MAX_VALUE;
  private long lastInterval = Long.MIN_VALUE;
  private long firstCallMillis = Long.MAX_VALUE;
  private long lastCallMillis = Long.MIN_VALUE;
  private boolean keepsCallIds;
  private boolean compact;
  private boolean finished;

  /**
   * Begins a recording.
   *
   * @param target the folder that {@link #finish} makes; must not exist
   */
  public RecordingWriter(Path target, int intervalMillis) throws IOException {
    this(target, intervalMillis, false);
  }

  /**
   * Begins a recording.
   *
   * @param replace whether a recording that stands there already is replaced in the end
   */
  public RecordingWriter(Path target, int intervalMillis, boolean replace) throws IOException {
    this.target = target;
    this.replaces = replace;
    requirePlace();
    this.intervalMillis = intervalMillis;
    this.unfinished = UnfinishedFolder.beside(target);
    this.folder = unfinished.path();
    containers = new AvroFile(folder.resolve(CONTAINERS), Schemas.CONTAINER);
    processes = new AvroFile(folder.resolve(PROCESSES), Schemas.PROCESS);
    entities = new AvroFile(folder.resolve(ENTITIES), Schemas.ENTITY);
    exchanges = new AvroFile(folder.resolve(EXCHANGES), Schemas.EXCHANGE);
    calls = new AvroFile(folder.resolve(CALLS), Schemas.CALL);
  }

  /**
   * Keeps the ids of calls as they are. Otherwise traces, and spans within their trace, are given
   * small numbers, which halves {@code calls.avro}; unless there are more calls than fit in memory.
   */
  public RecordingWriter keepCallIds() {
    keepsCallIds = true;
    return this;
  }

  /**
   * Writes each call once, as its callee saw it, where both sides are there, and times in steps of
   * 1.024 microseconds: {@code calls.avro} is about half the size.
   */
  public RecordingWriter compact() {
    compact = true;
    return this;
  }

  @Override
  public void container(Container container) {
    append(
        containers,
        encoder -> {
          encoder.writeInt(container.id());
          encoder.writeString(container.name());
          encoder.writeString(container.host());
          nullable(encoder, container.role());
          nullable(encoder, container.image());
          nullable(encoder, container.cgroup());
          encoder.writeLong(container.networkNamespace());
          encoder.writeArrayStart();
          encoder.setItemCount(container.addresses().size());
          for (String address : container.addresses()) {
            encoder.startItem();
            encoder.writeString(address);
          }
          encoder.writeArrayEnd();
          encoder.writeLong(container.startMillis());
        });
  }

  @Override
  public void process(ProcessImage process) {
    append(
        processes,
        encoder -> {
          encoder.writeInt(process.id());
          encoder.writeInt(process.container());
          encoder.writeLong(process.pid());
          encoder.writeInt(process.parent());
          encoder.writeString(process.executable());
          encoder.writeString(process.arguments());
          encoder.writeLong(process.startMillis());
        });
  }

  @Override
  public void entity(Entity entity) {
    switch (entity) {
      case Entity.FileEntity file ->
          entity(file.id(), EntityKind.FILE, file.container(), file.path(), "", "", -1);
      case Entity.SocketEntity socket ->
          entity(
              socket.id(),
              EntityKind.SOCKET,
              socket.container(),
              socket.transport(),
              socket.local(),
              socket.remote(),
              -1);
      case Entity.ChannelEntity channel ->
          entity(
              channel.id(),
              EntityKind.CHANNEL,
              channel.container(),
              channel.kind(),
              channel.name(),
              "",
              -1);
      case Entity.ProcessEntity process ->
          entity(
              process.id(), EntityKind.PROCESS, process.container(), "", "", "", process.process());
      case Entity.KernelEntity kernel ->
          entity(kernel.id(), EntityKind.KERNEL, kernel.container(), kernel.name(), "", "", -1);
    }
  }

  @Override
  public void exchange(
      long intervalStartMillis,
      int process,
      int entity,
      Operation operation,
      int count,
      long bytes,
      int errors) {
    seen(intervalStartMillis);
    append(
        exchanges,
        encoder -> {
          encoder.writeLong(intervalStartMillis);
          encoder.writeInt(process);
          encoder.writeInt(entity);
          encoder.writeEnum(operation.ordinal());
          encoder.writeInt(errors);
          encoder.writeInt(count);
          encoder.writeLong(bytes);
        });
  }

  @Override
  public void incomplete(long intervalStartMillis, int container, String reason, long count) {
    seen(intervalStartMillis);
    incomplete.add(new RecordingHeader.Incomplete(intervalStartMillis, container, reason, count));
  }

  @Override
  public void endInterval(long intervalStartMillis) {
    seen(intervalStartMillis);
  }

  @Override
  public void call(Call call) {
    long startMillis = Math.floorDiv(call.startNanos(), 1_000_000);
    long endMillis = -Math.floorDiv(-(call.startNanos() + call.durationNanos()), 1_000_000);
    firstCallMillis = Math.min(firstCallMillis, startMillis);
    lastCallMillis = Math.max(lastCallMillis, endMillis);
    callOrder.add(call);
    if (callOrder.isFull()) {
      // ids of a trace must stay the same over all portions
      keepsCallIds = true;
      drain().forEach(this::write);
    }
  }

  private void writeLastCalls() {
    List<Call> last = drain();
    (keepsCallIds ? last : CallOrder.renumbered(last)).forEach(this::write);
  }

  private List<Call> drain() {
    List<Call> sorted = callOrder.drain();
    return compact ? CallOrder.compact(sorted) : sorted;
  }

  private void write(Call call) {
    append(
        calls,
        encoder -> {
          encoder.writeBytes(id(call.traceId()));
          encoder.writeBytes(id(call.spanId()));
          encoder.writeBytes(id(call.parentSpanId()));
          encoder.writeEnum(call.kind().ordinal());
          encoder.writeString(call.service());
          encoder.writeString(call.instance() == null ? "" : call.instance());
          encoder.writeString(call.operation());
          encoder.writeLong(call.startNanos());
          encoder.writeLong(call.durationNanos());
          encoder.writeBoolean(call.failed());
          encoder.writeString(call.status() == null ? "" : call.status());
        });
  }

  /**
   * Puts the recording in its place.
   *
   * @param intake what the reading took in and refused
   */
  public RecordingHeader finish(RecordingLabels labels, Intake intake) throws IOException {
    writeLastCalls();
    Map<String, RecordingHeader.FileSummary> files = new TreeMap<>();
    files.put(CONTAINERS, containers.finish());
    files.put(PROCESSES, processes.finish());
    files.put(ENTITIES, entities.finish());
    files.put(EXCHANGES, exchanges.finish());
    files.put(CALLS, calls.finish());
    // Without exchanges the calls say how long the run was.
    boolean hasIntervals = lastInterval != Long.MIN_VALUE;
    boolean hasCalls = lastCallMillis != Long.MIN_VALUE;
    long start = hasIntervals ? firstInterval : hasCalls ? firstCallMillis : 0;
    long end = hasIntervals ? lastInterval + intervalMillis : hasCalls ? lastCallMillis : 0;
    RecordingHeader header =
        new RecordingHeader(
            RecordingHeader.FORMAT,
            RecordingHeader.VERSION,
            labels.application(),
            labels.run(),
            labels.kind(),
            labels.networks(),
            intervalMillis,
            orElse(labels.startMillis(), start),
            orElse(labels.endMillis(), end),
            labels.serveMillis(),
            labels.events(),
            intake.received(),
            intake.accepted(),
            intake.rejections().entries(),
            incomplete,
            keepsCallIds ? RecordingHeader.KEPT : RecordingHeader.RENUMBERED,
            files,
            labels.calendar());
    ObjectMapper mapper =
        new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);
    mapper.writeValue(folder.resolve(HEADER).toFile(), header);
    requirePlace();
    unfinished.putInPlace();
    finished = true;
    return header;
  }

  private void requirePlace() throws FileAlreadyExistsException {
    if (Files.exists(target) && !(replaces && Recording.isRecording(target))) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "exists already: remove it or name another");
    }
  }

  @Override
  public void close() throws IOException {
    if (finished) {
      return;
    }
    finished = true;
    for (AvroFile file : List.of(containers, processes, entities, exchanges, calls)) {
      file.close();
    }
    unfinished.close();
  }

  private void entity(
      int id,
      EntityKind kind,
      int container,
      String name,
      String local,
      String remote,
      int process) {
    append(
        entities,
        encoder -> {
          encoder.writeInt(id);
          encoder.writeEnum(kind.ordinal());
          encoder.writeInt(container);
          encoder.writeString(name);
          encoder.writeString(local);
          encoder.writeString(remote);
          encoder.writeInt(process);
        });
  }

  private void seen(long intervalStartMillis) {
    firstInterval = Math.min(firstInterval, intervalStartMillis);
    lastInterval = Math.max(lastInterval, intervalStartMillis);
  }

  private static ByteBuffer id(@Nullable String id) {
    return ByteBuffer.wrap(id == null ? new byte[0] : HexFormat.of().parseHex(id));
  }

  private static void nullable(org.apache.avro.io.Encoder encoder, @Nullable String text)
      throws IOException {
    if (text == null) {
      encoder.writeIndex(1);
      encoder.writeNull();
    } else {
      encoder.writeIndex(0);
      encoder.writeString(new Utf8(text));
    }
  }

  private static long orElse(@Nullable Long value, long otherwise) {
    return value == null ? otherwise : value;
  }

  private static void append(AvroFile file, AvroFile.Fields fields) {
    try {
      file.append(fields);
    } catch (IOException exception) {
      throw new UncheckedIOException(exception);
    }
  }
}
