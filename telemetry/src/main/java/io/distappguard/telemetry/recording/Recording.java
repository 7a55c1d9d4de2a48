package io.distappguard.telemetry.recording;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.distappguard.files.CurrentVersion;
import io.distappguard.files.ForeignFile;
import io.distappguard.telemetry.CallReader;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

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

  private static final String LOST = "lost to a damaged file";

  private final Path place;
  private final Path folder;
  private final RecordingHeader header;

  /** What a header may take: some hundred thousand intervals in which something was lost. */
  private static final JsonFactory HEADERS =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxDocumentLength(64 << 20)
                  .maxTokenCount(8_000_000)
                  .maxNestingDepth(100)
                  .build())
          .build();

  private Recording(Path place, Path folder, RecordingHeader header) {
    this.place = place;
    this.folder = folder;
    this.header = header;
  }

  /**
   * Opens the recording in a folder.
   *
   * @throws IOException where it is none, or one of a version this build does not know
   */
  public static Recording open(Path place) throws IOException {
    Path folder = CurrentVersion.of(place);
    Path file = folder.resolve(HEADER);
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString(), null, "not a recording: it has no " + HEADER);
    }
    RecordingHeader header;
    try (InputStream stream = ForeignFile.open(folder, file)) {
      header = new ObjectMapper(HEADERS).readValue(stream, RecordingHeader.class);
    } catch (JacksonException exception) {
      throw damaged(file, exception.getOriginalMessage(), exception);
    }
    if (header == null) {
      throw damaged(file, "it is empty", null);
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
    String problem = HeaderCheck.problem(header);
    if (problem != null) {
      throw damaged(file, problem, null);
    }
    return new Recording(place, folder, header);
  }

  private static IOException damaged(Path file, String why, @Nullable Exception cause) {
    return new IOException(file + ": damaged: " + why + " (convert the run again)", cause);
  }

  /** Whether a folder looks like a recording. */
  public static boolean isRecording(Path folder) {
    return CurrentVersion.has(folder, HEADER);
  }

  /** Where it is. */
  public Path folder() {
    return place;
  }

  /** What stands in its header. */
  public RecordingHeader header() {
    return header;
  }

  /** Its run, else its folder's name. */
  public String name() {
    String run = header.run();
    return run == null ? String.valueOf(place.toAbsolutePath().normalize().getFileName()) : run;
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
    return ExchangeFile.read(this, sink);
  }

  /**
   * Gives all calls to the sink.
   *
   * @return the calls accepted, and those the header promises but a damaged file lost; a file that
   *     could be read whole but has another hash than the header states counts as one more
   */
  public Intake readCalls(CallSink sink) {
    CallFile calls = new CallFile(this);
    try (calls) {
      boolean more = true;
      while (more) {
        more = calls.next(sink);
      }
    }
    return calls.intake();
  }

  /** Opens the calls, to be read one by one; see {@link #readCalls}. */
  public CallReader openCalls() {
    return new CallFile(this);
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

  /** Whether a file is there, or should be. */
  boolean mayHave(String name) {
    return promised(name) > 0 || Files.exists(file(name), LinkOption.NOFOLLOW_LINKS);
  }

  /** One of its files, its blocks in turn. */
  AvroBlocks open(String name, Schema schema) throws DamageException {
    return new AvroBlocks(folder, name, schema);
  }

  /**
   * Whether a file has the hash that the header states for it; true where it states none. Only for
   * a file that was read to its end.
   */
  boolean isAsRecorded(String name, AvroBlocks file) throws IOException {
    RecordingHeader.FileSummary summary = header.files().get(name);
    return summary == null || file.sha256().equals(summary.sha256());
  }

  /** Counts one more where a file is another than the header states; see {@link #isAsRecorded}. */
  void refuseOtherHash(String name, AvroBlocks file, Intake intake) throws IOException {
    if (!isAsRecorded(name, file)) {
      intake.reject(OTHER_HASH, file.position());
    }
  }

  /**
   * Counts what the header promises of a file and reading did not bring; at least one where there
   * was damage.
   *
   * @param problem where the damage is, or null where there was none
   */
  void countLost(String name, @Nullable String problem, long received, Intake intake) {
    long lost = promised(name) - received;
    if (lost > 0 || problem != null) {
      String position = problem == null ? name + ":" + received : problem;
      intake.rejections().count(LOST, position, Math.max(1, lost));
    }
  }

  /** Records the header promises for a file. */
  long promised(String name) {
    RecordingHeader.FileSummary summary = header.files().get(name);
    return summary == null ? 0 : summary.records();
  }
}
