package io.distappguard.telemetry.recording;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A recording on disk. Opening reads the header alone; exchanges and calls are read when asked for,
 * each time from the beginning. Immutable; different threads may read at once.
 */
public final class Recording {

  static final String HEADER = "recording.json";
  static final String CONTAINERS = "containers.avro";
  static final String PROCESSES = "processes.avro";
  static final String ENTITIES = "entities.avro";
  static final String EXCHANGES = "exchanges.avro";
  static final String CALLS = "calls.avro";

  /** Why a file is refused that can be read but is not the one that was written. */
  static final String OTHER_HASH = "another hash than " + HEADER + " states";

  private final Path folder;
  private final RecordingHeader header;

  private Recording(Path folder, RecordingHeader header) {
    this.folder = folder;
    this.header = header;
  }

  /**
   * Opens the recording in a folder.
   *
   * @throws IOException where it is none, or one of a version this build does not know
   */
  public static Recording open(Path folder) throws IOException {
    Path file = folder.resolve(HEADER);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "not a recording: it has no " + HEADER);
    }
    RecordingHeader header;
    try {
      header = new ObjectMapper().readValue(file.toFile(), RecordingHeader.class);
    } catch (JacksonException exception) {
      throw new IOException(
          file + ": damaged: " + exception.getOriginalMessage() + " (convert the run again)",
          exception);
    }
    if (!RecordingHeader.FORMAT.equals(header.format())) {
      throw new IOException(
          file + ": format: " + header.format() + " (expected: " + RecordingHeader.FORMAT + ")");
    }
    if (header.version() < 1 || header.version() > RecordingHeader.VERSION) {
      throw new IOException(
          file
              + ": version: "
              + header.version()
              + " (expected: 1 to "
              + RecordingHeader.VERSION
              + "; use a newer build)");
    }
    return new Recording(folder, header);
  }

  /** Whether a folder looks like a recording. */
  public static boolean isRecording(Path folder) {
    return Files.isRegularFile(folder.resolve(HEADER));
  }

  /** Where it is. */
  public Path folder() {
    return folder;
  }

  /** What stands in its header. */
  public RecordingHeader header() {
    return header;
  }

  /** Its run, else its folder's name. */
  public String name() {
    String run = header.run();
    return run == null ? String.valueOf(folder.getFileName()) : run;
  }

  /** SHA-256 over the names and hashes of its files, as its header states them; lower-case hex. */
  public String sha256() {
    MessageDigest digest = AvroFile.sha256();
    new TreeMap<>(header.files())
        .forEach((name, file) ->
            digest.update((name + " " + file.sha256() + "\n").getBytes(StandardCharsets.UTF_8)));
    return HexFormat.of().formatHex(digest.digest());
  }

  /** What it is for, if its header states a kind that is known. */
  public Optional<RecordingKind> kind() {
    return RecordingKind.of(header.kind());
  }

  /** Whether there are exchanges in it, as its header says. */
  public boolean hasExchanges() {
    return promised(EXCHANGES) > 0;
  }

  /** Whether there are calls in it, as its header says. */
  public boolean hasCalls() {
    return promised(CALLS) > 0;
  }

  /**
   * Gives all exchanges to the sink, each container, process and entity before its first use.
   *
   * @return the exchanges accepted, and those the header promises but a damaged file lost; a file
   *     that could be read whole but has another hash than the header states counts as one more
   * @throws IOException where containers, processes or entities cannot be read: without them the
   *     exchanges mean nothing
   */
  public Intake readExchanges(ExchangeSink sink) throws IOException {
    return new ExchangeFile(this).read(sink);
  }

  /**
   * Gives all calls to the sink.
   *
   * @return the calls accepted, and those the header promises but a damaged file lost; a file that
   *     could be read whole but has another hash than the header states counts as one more
   */
  public Intake readCalls(CallSink sink) throws IOException {
    return new CallFile(this).read(sink);
  }

  /**
   * As {@link #readExchanges}, for who cannot do with a part of them.
   *
   * @throws IOException also where one is lost
   */
  public void readAllExchanges(ExchangeSink sink) throws IOException {
    requireWhole(readExchanges(sink));
  }

  /**
   * As {@link #readCalls}, for who cannot do with a part of them.
   *
   * @throws IOException also where one is lost
   */
  public void readAllCalls(CallSink sink) throws IOException {
    requireWhole(readCalls(sink));
  }

  private void requireWhole(Intake intake) throws IOException {
    if (intake.rejected() > 0) {
      throw new IOException(
          folder + ": damaged: " + intake.rejections().entries() + " (convert the run again)");
    }
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Whether a file has the hash that the header states for it; true where it states none. Only for
   * a file that was read to its end.
   */
  boolean isAsRecorded(String name, AvroBlocks file) throws IOException {
    RecordingHeader.FileSummary summary = header.files().get(name);
    return summary == null || file.sha256().equals(summary.sha256());
  }

  /** Records the header promises for a file. */
  long promised(String name) {
    RecordingHeader.FileSummary summary = header.files().get(name);
    return summary == null ? 0 : summary.records();
  }
}
