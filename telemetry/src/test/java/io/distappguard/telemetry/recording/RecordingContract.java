package io.distappguard.telemetry.recording;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.ReaderContract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of every reader, for one file of a recording whose header promises nothing of it:
 * what is lost is known from the file alone.
 */
abstract class RecordingContract extends ReaderContract {

  @TempDir private Path folder;
  private byte[] wellFormed = {};
  protected Collected written;

  protected abstract String name();

  protected abstract Intake read(Recording recording, Collected sink) throws IOException;

  @BeforeEach
  void write() throws IOException {
    written = new Samples(5, 20).write(folder.resolve("run"));
    wellFormed = Files.readAllBytes(folder.resolve("run").resolve(name()));
    Path header = folder.resolve("run/recording.json");
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode tree = (ObjectNode) mapper.readTree(header.toFile());
    tree.remove("files");
    mapper.writeValue(header.toFile(), tree);
  }

  @Override
  protected byte[] wellFormed() {
    return wellFormed;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    Files.copy(stream, folder.resolve("run").resolve(name()), StandardCopyOption.REPLACE_EXISTING);
    return read(Recording.open(folder.resolve("run")), sink);
  }

  /** A file without its beginning has no schema. */
  @Override
  protected long refusedOfNothing() {
    return 1;
  }

  /** The beginning says how all is to be read, and one block holds all of a sample. */
  @Override
  protected long mostLostToOneByte() {
    return eventsInSample();
  }

  @Override
  protected boolean canBeRepeated() {
    return false;
  }
}
