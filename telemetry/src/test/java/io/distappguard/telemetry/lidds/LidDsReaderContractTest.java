package io.distappguard.telemetry.lidds;

import static org.assertj.core.api.Assertions.assertThat;

import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.LineReaderContract;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class LidDsReaderContractTest extends LineReaderContract {

  @Override
  protected String sample() {
    return """
    1631540612041283069 33 8157 apache2 8157 open > \s
    1631540612041284069 33 8157 apache2 8157 open < fd=7(<f>/var/www/index.html) name=/var/www/index.html flags=1(O_RDONLY) mode=0\s
    1631540612041285069 33 8157 apache2 8160 read > fd=7(<f>/var/www/index.html) size=4096\s
    1631540612041286069 33 8157 apache2 8160 read < res=11 data=aGVsbG8gd29ybGQ=\s
    1631540612041287069 33 8157 Web Content 8160 poll < res=0\s
    """;
  }

  @Override
  protected long eventsInSample() {
    return 5;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    ExchangeFiles files = new ExchangeFiles(1000);
    files.add(
        new ExchangeSource(
            new Container(0, "web", "", null, null, null, 0, List.of()), "input", stream),
        LidDsReader::open);
    return files.read(sink);
  }

  @Test
  void threadsBelongToTheProcessThatTheLineNames() throws IOException {
    Collected seen = new Collected();
    read(new ByteArrayInputStream(bytes(sample())), seen);
    assertThat(seen.processes).extracting("pid").containsExactly(8157L);
    assertThat(seen.bytes(Operation.READ, Collected.file("/var/www/index.html"))).isEqualTo(11);
    assertThat(seen.calls(Operation.OPEN, Collected.file("/var/www/index.html"))).isEqualTo(1);
  }
}
