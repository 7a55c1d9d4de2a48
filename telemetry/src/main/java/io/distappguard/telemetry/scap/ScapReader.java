package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.syscall.EventStream;
import io.distappguard.telemetry.syscall.EventStreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads captures of sysdig and Falco (.scap) of all versions, with or without events of calls being
 * entered, as one stream of exchanges summed per interval and sorted by it.
 *
 * <p>An event is a block that sysdig shows; those of internal types count apart ({@link
 * Intake#skipped}). What is no block, or does not hold together, is refused, counted with its
 * reason and first position, and makes the interval incomplete; reading goes on at the next block
 * that can be found. Not thread-safe.
 *
 * <p>The format is falcosecurity/libs' {@code userspace/libscap/scap_savefile.h}.
 */
public final class ScapReader {

  private final List<ScapSource> sources;
  private final int intervalMillis;

  /**
   * @param intervalMillis length of the intervals exchanges are summed over, at least 1
   */
  public ScapReader(List<ScapSource> sources, int intervalMillis) {
    this.sources = List.copyOf(sources);
    this.intervalMillis = intervalMillis;
  }

  /**
   * Reads everything.
   *
   * @return what was accepted, refused and skipped
   * @throws IOException where a file cannot be read further; what was read before went to the sink
   */
  public Intake read(ExchangeSink sink) throws IOException {
    List<EventStream.Opener> openers = new ArrayList<>();
    for (ScapSource source : sources) {
      openers.add(opener(source));
    }
    return EventStreams.read(openers, intervalMillis, sink);
  }

  /** For reading it beside others. */
  public static EventStream.Opener opener(ScapSource source) {
    return outlet -> new ScapFile(source, outlet);
  }

  /** Whether a file that begins like this is a capture. */
  public static boolean recognises(byte[] beginning) {
    return beginning.length >= 12
        && BlockType.of(LittleEndian.int32(beginning, 0)) == BlockType.SECTION
        && LittleEndian.int32(beginning, 8) == ScapFile.MAGIC;
  }
}
