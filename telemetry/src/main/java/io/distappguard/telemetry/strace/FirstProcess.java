package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.line.LineReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the number of the process whose lines show none. With {@code -ff} it stands in the file's
 * name, to a terminal in later lines, once there are children.
 */
final class FirstProcess {

  private static final int MOST_AHEAD = 256 * 1024;
  private static final int MOST_TIDS = 1 << 22;
  private static final Pattern NAME = Pattern.compile(".*\\.(\\d{1,7})(\\.(gz|xz|zst))?");

  private FirstProcess() {}

  /**
   * A source, and who its first lines are of.
   *
   * @param source the same with its stream from its beginning
   * @param tid 0 where it was not found
   * @param isByName whether the file's name told it: others of {@code -ff} lie beside it
   */
  record Found(ExchangeSource source, int tid, boolean isByName) {}

  /** Looks at as much of the beginning as is there without waiting. */
  static Found of(ExchangeSource source) {
    byte[] beginning = new byte[MOST_AHEAD];
    int length = 0;
    InputStream rest = source.stream();
    try {
      int read = 0;
      while (length < MOST_AHEAD && read >= 0 && (length == 0 || hasMore(rest))) {
        read = rest.read(beginning, length, MOST_AHEAD - length);
        length += Math.max(0, read);
      }
    } catch (IOException exception) {
      rest = failing(rest, exception);
    }
    byte[] ahead = Arrays.copyOf(beginning, length);
    InputStream whole = new SequenceInputStream(new ByteArrayInputStream(ahead), rest);
    Matcher name = NAME.matcher(source.name());
    int tid = in(ahead);
    boolean isByName = tid == 0 && name.matches();
    return new Found(
        new ExchangeSource(source.container(), source.name(), whole, source.modifiedMillis()),
        isByName ? Integer.parseInt(name.group(1)) : Math.max(0, tid),
        isByName);
  }

  /** Whether more can be read without waiting; where that cannot be told, reading will tell. */
  private static boolean hasMore(InputStream stream) {
    try {
      return stream.available() > 0;
    } catch (IOException exception) {
      return false;
    }
  }

  /** The number that the first line lacks; 0 where no later line tells, -1 where it has one. */
  private static int in(byte[] ahead) {
    StraceLine line = new StraceLine();
    BitSet children = new BitSet();
    boolean seenCall = false;
    boolean forking = false;
    LineReader lines = new LineReader(new ByteArrayInputStream(ahead), "");
    try {
      while (lines.next()) {
        String problem = line.parse(lines.buffer(), lines.from(), lines.to());
        if (line.attached() > 0 && line.attached() < MOST_TIDS) {
          if (!seenCall && problem == null && line.kind() == StraceLine.Kind.REMARK) {
            return line.attached();
          }
          children.set(line.attached());
        }
        if (problem != null || line.kind() == StraceLine.Kind.REMARK) {
          continue;
        }
        int tid = line.tid();
        if (tid != 0 && !seenCall) {
          return -1;
        }
        seenCall = true;
        if (tid != 0 && tid < MOST_TIDS && !children.get(tid)) {
          if (!forking || line.kind() == StraceLine.Kind.RESUMED && line.syscall().forks()) {
            return tid;
          }
          children.set(tid);
        }
        if (tid == 0 && line.syscall().forks()) {
          forking = line.kind() == StraceLine.Kind.UNFINISHED;
          if (line.kind() == StraceLine.Kind.CALL) {
            children.set((int) Math.max(0, Math.min(line.result(), MOST_TIDS)));
          }
        }
      }
    } catch (IOException exception) {
      throw new IllegalStateException("bytes in memory cannot be read", exception);
    }
    return 0;
  }

  private static InputStream failing(InputStream stream, IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        throw failure;
      }

      @Override
      public void close() throws IOException {
        stream.close();
      }
    };
  }
}
