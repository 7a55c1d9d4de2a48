package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.BlockReaderContract;
import io.distappguard.telemetry.Collected;
import io.distappguard.telemetry.Intake;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

class CollectorReaderContractTest extends BlockReaderContract {

  @Override
  protected byte[] sample() {
    return new StreamBytes()
        .start()
        .interval(1_795_000_000_000L)
        .image()
        .block()
        .object(1, 1, "/etc/hosts")
        .count(1, 1, 0, 3, 300, 1)
        .record(9, 1, 0, 12)
        .end()
        .bytes();
  }

  @Override
  protected long eventsInSample() {
    return 9;
  }

  @Override
  protected List<Integer> lengths() {
    return List.of(8);
  }

  @Override
  protected boolean findsItsWayBack() {
    return true;
  }

  @Override
  protected Intake read(InputStream stream, Collected sink) throws IOException {
    return StreamBytes.read(stream, sink, CollectorReader::open);
  }
}
