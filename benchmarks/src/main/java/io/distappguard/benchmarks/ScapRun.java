package io.distappguard.benchmarks;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Progress;
import io.distappguard.telemetry.input.Inputs;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * Our side of {@code benchmarks/captures}: one program a process, so that time and memory are those
 * of the whole process.
 *
 * <ul>
 *   <li>{@code repeat CAPTURE FILE COPIES}: a capture whose events come again and again, each time
 *       later; writes to {@code FILE.blocks} how many blocks of events that are
 *   <li>{@code read FILE}: reads it into exchanges; fails where one is refused
 * </ul>
 */
public final class ScapRun {

  private static final int SECTION = 0x0A0D0D0A;
  private static final int GZIP = 0x1f8b;

  private ScapRun() {}

  /** See the class. */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "repeat" -> {
        ByteBuffer capture = plain(Path.of(arguments[1]));
        try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[2])), 1 << 20)) {
          long blocks = repeat(capture, out, Integer.parseInt(arguments[3]));
          Files.writeString(Path.of(arguments[2] + ".blocks"), blocks + "\n");
        }
      }
      case "read" -> {
        Intake intake =
            Inputs.open(Path.of(arguments[1])).readExchanges(new CountingSink(), Progress.SILENT);
        if (intake.rejected() > 0 || intake.accepted() == 0) {
          throw new IOException(
              arguments[1] + ": refused: " + intake.rejections().entries() + " (expected: none)");
        }
      }
      default ->
          throw new IllegalArgumentException(
              "command: " + arguments[0] + " (expected: repeat, read)");
    }
  }

  /** Copies the beginning once and the events so many times; gives how many events these are. */
  static long repeat(ByteBuffer capture, OutputStream out, int copies) throws IOException {
    int events = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    int beginning = -1;
    for (int at = 0; at < capture.limit(); at += capture.getInt(at + 4)) {
      if (isEvent(capture, at)) {
        beginning = beginning < 0 ? at : beginning;
        events++;
        long nanos = capture.getLong(at + 10);
        if (nanos > 0) {
          first = Math.min(first, nanos);
          last = Math.max(last, nanos);
        }
      }
    }
    byte[] bytes = capture.array();
    out.write(bytes, 0, beginning);
    long period = last - first + 1_000_000;
    for (int copy = 0; copy < copies; copy++) {
      out.write(bytes, beginning, capture.limit() - beginning);
      for (int at = beginning; at < capture.limit(); at += capture.getInt(at + 4)) {
        if (isEvent(capture, at) && capture.getLong(at + 10) > 0) {
          capture.putLong(at + 10, capture.getLong(at + 10) + period);
        }
      }
    }
    return (long) events * copies;
  }

  static ByteBuffer plain(Path capture) throws IOException {
    byte[] bytes = Files.readAllBytes(capture);
    if (((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) == GZIP) {
      try (InputStream stream = new GZIPInputStream(Files.newInputStream(capture))) {
        bytes = stream.readAllBytes();
      }
    }
    ByteBuffer plain = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (plain.getInt(0) != SECTION) {
      throw new IllegalArgumentException(capture + ": not a capture");
    }
    return plain;
  }

  /** Events without flags, as in the captures at hand. */
  private static boolean isEvent(ByteBuffer capture, int at) {
    int type = capture.getInt(at);
    return type == 0x204 || type == 0x216;
  }
}
