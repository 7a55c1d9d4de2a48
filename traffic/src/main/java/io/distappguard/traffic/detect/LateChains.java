package io.distappguard.traffic.detect;

import java.time.Instant;
import java.util.Locale;

/**
 * So many chains came too late in a minute that it matters what was not judged.
 *
 * @param startMillis beginning of that minute, in milliseconds since the epoch
 * @param endMillis its end
 * @param late chains that came after their window had gone out, and are in none
 * @param chains all chains, those included
 * @param service service that most of them came from, empty where there is none such
 * @param instance its instance, empty where not reported
 */
public record LateChains(
    long startMillis, long endMillis, long late, long chains, String service, String instance) {

  /** In words, with what to do. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%.0f %% of the chains of the minute from %s (%,d of %,d) came after their windows had been"
            + " judged, and are in none%s: see why spans are sent late",
        100.0 * late / chains,
        Instant.ofEpochMilli(startMillis),
        late,
        chains,
        service.isEmpty() ? "" : ", most of them from " + source());
  }

  private String source() {
    return instance.isEmpty() ? service : service + " (" + instance + ")";
  }
}
