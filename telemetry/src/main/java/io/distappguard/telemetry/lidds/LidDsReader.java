package io.distappguard.telemetry.lidds;

import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.sysdig.SysdigFile;

/** Reads recordings of the LID-DS 2021 data set ({@code .sc}), a line an event of sysdig's. */
public final class LidDsReader {

  private LidDsReader() {}

  /** Whether a file that begins like this holds a line of such a recording. */
  public static boolean recognises(Beginning beginning) {
    return SysdigFile.holds(beginning, new LidDsLine());
  }

  /** Opens one recording. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new SysdigFile(source, registry, exchanges, new LidDsLine());
  }
}
