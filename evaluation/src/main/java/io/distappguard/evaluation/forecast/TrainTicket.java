package io.distappguard.evaluation.forecast;

import io.distappguard.files.TemporaryFolder;
import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.table.SpanColumns;
import io.distappguard.telemetry.table.TableReader;
import io.distappguard.traffic.learn.TrafficRecording;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.DeployEvents;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The traces of TrainTicket of 2023-01-29 (Yu et al., "Nezha", ESEC/FSE 2023): a table of spans a
 * minute, {@code HH_MM_trace.csv}.
 *
 * <p>The 84 minutes are not contiguous: they are 28 stretches of three minutes, each about a fault
 * that was injected, with 1 to 115 minutes left out between them. A file holds the traces that
 * begin in the minute until about 8 seconds after the one it is named after has begun; two files
 * repeat traces of a neighbour, which are dropped as any repeated span is. Each stretch is a
 * recording of its own, so nothing is forecast across a gap.
 */
public final class TrainTicket implements Closeable {

  private static final LocalDate DAY = LocalDate.of(2023, 1, 29);
  private static final Pattern FILE = Pattern.compile("(\\d\\d)_(\\d\\d)_trace\\.csv");
  private static final String ARCHIVE = "trace.tar.xz";
  private static final long MINUTE_MILLIS = 60_000;

  /** A file is whole from so long before the minute it is named after ... */
  private static final long LEAD_MILLIS = 51_000;

  /** ... to so long after that minute has begun. */
  private static final long TAIL_MILLIS = 8_000;

  private final List<Path> minutes;
  private final @Nullable TemporaryFolder unpacked;

  private TrainTicket(List<Path> minutes, @Nullable TemporaryFolder unpacked) {
    this.minutes = List.copyOf(minutes);
    this.unpacked = unpacked;
  }

  /**
   * Finds the minute files in a folder, or those in its {@code trace.tar.xz}, which the system's
   * tar unpacks to a temporary folder until {@link #close}.
   *
   * @throws IOException if there is neither, or the archive cannot be unpacked
   */
  public static TrainTicket open(Path folder) throws IOException {
    List<Path> minutes = minutes(folder);
    if (!minutes.isEmpty()) {
      return new TrainTicket(minutes, null);
    }
    Path archive = folder.resolve(ARCHIVE);
    if (!Files.isRegularFile(archive)) {
      throw new IOException(
          folder + ": neither minute files such as 08_43_trace.csv in it nor " + ARCHIVE);
    }
    TemporaryFolder unpacked = TemporaryFolder.make("trainticket");
    try {
      unpack(archive, unpacked.path());
      return new TrainTicket(minutes(unpacked.path()), unpacked);
    } catch (IOException e) {
      unpacked.close();
      throw e;
    }
  }

  private static void unpack(Path archive, Path folder) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-xJf", archive.toString(), "-C", folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(tar.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (tar.waitFor() != 0) {
        throw new IOException(archive + ": tar cannot unpack it: " + said.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(archive + ": interrupted while it was unpacked");
    }
  }

  private static List<Path> minutes(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files
          .filter(file -> FILE.matcher(file.getFileName().toString()).matches())
          .sorted(Comparator.comparing(TrainTicket::minute))
          .toList();
    }
  }

  /** The stretches of minutes one after another, oldest first. */
  public List<TrafficRecording> stretches() {
    List<TrafficRecording> stretches = new ArrayList<>();
    int from = 0;
    for (int next = 1; next <= minutes.size(); next++) {
      if (next == minutes.size()
          || startMillis(minutes.get(next)) - startMillis(minutes.get(next - 1)) > MINUTE_MILLIS) {
        stretches.add(new Stretch(minutes.subList(from, next)));
        from = next;
      }
    }
    return stretches;
  }

  /** Removes what was unpacked. */
  @Override
  public void close() throws IOException {
    if (unpacked != null) {
      unpacked.close();
    }
  }

  private static LocalTime minute(Path file) {
    Matcher matcher = FILE.matcher(file.getFileName().toString());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(file + ": (expected: a name such as 08_43_trace.csv)");
    }
    return LocalTime.of(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** The minute that a file is named after, in milliseconds since the epoch. */
  private static long startMillis(Path file) {
    return DAY.atTime(minute(file)).toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  /** Minutes one after another. */
  private record Stretch(List<Path> minutes) implements TrafficRecording {

    private Stretch {
      minutes = List.copyOf(minutes);
    }

    @Override
    public String name() {
      return minute(minutes.getFirst()) + " to " + minute(minutes.getLast());
    }

    @Override
    public long firstMillis() {
      return startMillis(minutes.getFirst()) - LEAD_MILLIS;
    }

    @Override
    public long endMillis() {
      return startMillis(minutes.getLast()) + TAIL_MILLIS;
    }

    @Override
    public Calendar calendar() {
      return Calendar.UTC;
    }

    @Override
    public DeployEvents deploys() {
      return DeployEvents.NONE;
    }

    /** In the order of their starts: a file is sorted by nothing. */
    @Override
    public void replay(CallSink sink) throws IOException {
      List<Call> calls = new ArrayList<>();
      for (Path minute : minutes) {
        read(minute, calls::add);
      }
      calls.sort(Comparator.comparingLong(Call::startNanos));
      calls.forEach(sink::call);
    }

    @Override
    public String sha256() {
      try {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path minute : minutes) {
          digest.update(Files.readAllBytes(minute));
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-256", e);
      }
    }

    private static void read(Path minute, CallSink sink) throws IOException {
      try (InputStream stream = new BufferedInputStream(Files.newInputStream(minute));
          TableReader reader =
              new TableReader(stream, minute.getFileName().toString(), SpanColumns.KNOWN)) {
        Intake intake = reader.read(sink);
        if (intake.rejected() > 0) {
          throw new IOException(
              minute + ": damaged: " + intake.rejections().entries() + " (unpack it again)");
        }
      }
    }
  }
}
