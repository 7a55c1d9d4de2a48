package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.Beginning;

/**
 * Reads captures of sysdig and Falco (.scap) of all versions, with or without events of calls being
 * entered; one capture is of one host with all its containers.
 *
 * <p>An event is a block that sysdig shows; those of internal types count apart ({@link
 * Intake#skipped}). What is no block, or does not hold together, is refused, counted with its
 * reason and first position, and makes the interval incomplete; reading goes on at the next block
 * that can be found.
 *
 * <p>The format is falcosecurity/libs' {@code userspace/libscap/scap_savefile.h}.
 */
public final class ScapReader {

  private ScapReader() {}

  /** Whether a file that begins like this is a capture. */
  public static boolean recognises(Beginning beginning) {
    byte[] bytes = beginning.bytes();
    return bytes.length >= 12
        && BlockType.of(LittleEndian.int32(bytes, 0)) == BlockType.SECTION
        && LittleEndian.int32(bytes, 8) == ScapFile.MAGIC;
  }

  /** Opens one capture. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new ScapFile(source, registry, exchanges);
  }
}
