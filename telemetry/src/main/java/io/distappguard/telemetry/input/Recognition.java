package io.distappguard.telemetry.input;

import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.line.DamagedStreamException;
import io.distappguard.telemetry.table.SpanColumns;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Tells by a file's beginning what it is. */
final class Recognition {

  /** Beginning that is enough to tell any format. */
  static final int SECOND_LOOK = 2 * 1024 * 1024;

  static final int FIRST_LOOK = 64 * 1024;

  private Recognition() {}

  /** What a file is, or null. */
  static @Nullable InputFormat of(TextFile file, SpanColumns columns) throws IOException {
    InputFormat found = of(beginning(file, FIRST_LOOK), columns);
    return found == null ? of(beginning(file, SECOND_LOOK), columns) : found;
  }

  /** What a file that begins like this is, or null. */
  static @Nullable InputFormat of(Beginning beginning, SpanColumns columns) {
    for (InputFormat format : InputFormat.values()) {
      if (format.content().recognises(beginning, columns)) {
        return format;
      }
    }
    return null;
  }

  /** What a file is that no format knows, and the mend; null where that is not known either. */
  static @Nullable String unreadable(TextFile file) throws IOException {
    return UnreadableTool.told(beginning(file, FIRST_LOOK));
  }

  /** The first line of a file that is not blank. */
  static String firstLine(TextFile file) throws IOException {
    return beginning(file, FIRST_LOOK).firstLine();
  }

  /** As much of the beginning as a damaged stream gives. */
  static Beginning beginning(TextFile file, int most) throws IOException {
    byte[] bytes = new byte[most];
    int length = 0;
    try (InputStream stream = file.open()) {
      for (int read = 0; length < most && read >= 0; length += Math.max(0, read)) {
        read = stream.read(bytes, length, most - length);
      }
    } catch (DamagedStreamException exception) {
      // what came before may tell
    }
    return new Beginning(Arrays.copyOf(bytes, length));
  }
}
