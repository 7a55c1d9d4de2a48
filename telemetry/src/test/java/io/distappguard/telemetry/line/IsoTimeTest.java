package io.distappguard.telemetry.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class IsoTimeTest {

  @Property(tries = 500, seed = "42")
  void timesAreReadAsJavaPrintsThem(
      @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long micros,
      @ForAll @IntRange(min = -18, max = 18) int hours) {
    Instant instant = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    assertThat(micros(instant.toString())).isEqualTo(micros);
    OffsetDateTime shifted =
        instant.atOffset(ZoneOffset.ofHours(hours)).truncatedTo(ChronoUnit.SECONDS);
    String text =
        shifted.format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx"));
    assertThat(micros(text)).isEqualTo(shifted.toEpochSecond() * 1_000_000);
  }

  @Test
  void whatIsNoTimeIsNone() {
    for (String text : new String[] {"", "now", "2024-13-01T00:00:00Z", "2024-01-01T00:00:00?"}) {
      assertThat(micros(text)).as(text).isEqualTo(IsoTime.NONE);
    }
  }

  private static long micros(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long micros = IsoTime.micros(bytes, 0, bytes.length);
    byte[] within = ("9" + text + "9999999999").getBytes(StandardCharsets.UTF_8);
    assertThat(IsoTime.micros(within, 1, 1 + bytes.length)).isEqualTo(micros);
    return micros;
  }
}
