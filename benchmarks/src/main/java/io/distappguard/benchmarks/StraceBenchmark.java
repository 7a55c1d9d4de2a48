package io.distappguard.benchmarks;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.strace.StraceLine;
import io.distappguard.telemetry.strace.StraceReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * strace text to exchanges, in lines a second on one thread. Promise: 1 million. The text is
 * generated: the mix of a service that answers requests over TCP, keeps a log and reads files, with
 * a tenth of the calls unfinished and resumed.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class StraceBenchmark {

  private static final int LINES = 200_000;

  private byte[] text = {};

  /** Makes the text. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder(LINES * 120);
    long micros = 1_795_308_870_000_000L;
    int count = 0;
    while (count < LINES) {
      micros += 20 + random.nextInt(200);
      int thread = 100 + random.nextInt(8);
      int peer = 40_000 + random.nextInt(24);
      String time = String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
      String line =
          switch (random.nextInt(10)) {
            case 0, 1, 2 ->
                "%d %s read(7<TCPv6:[[::ffff:10.77.2.19]:9103->[::ffff:10.77.1.11]:%d]>, \"\\0\\0\\4\\1\\0\"..., 8192) = %d"
                    .formatted(thread, time, peer, random.nextInt(2_000));
            case 3, 4, 5 ->
                "%d %s writev(7<TCPv6:[[::ffff:10.77.2.19]:9103->[::ffff:10.77.1.11]:%d]>, [{iov_base=\"\\0\\0\\4\\1\"..., iov_len=9}, {iov_base=\"abc\"..., iov_len=40}], 2) = 49"
                    .formatted(thread, time, peer);
            case 6 ->
                "%d %s write(9</var/log/service.log>, \"GET / HTTP/1.1\"..., 120) = 120"
                    .formatted(thread, time);
            case 7 ->
                "%d %s pread64(11</usr/share/data/table>, \"\\1\\2\\3\"..., 4096, %d) = 4096"
                    .formatted(thread, time, 4096 * random.nextInt(1_000));
            case 8 ->
                "%d %s read(8<anon_inode:[eventfd]>, \"\\1\\0\\0\\0\\0\\0\\0\\0\", 16) = 8"
                    .formatted(thread, time);
            default ->
                "%d %s recvfrom(12<TCP:[10.77.2.19:51000->10.77.2.17:6379]>,  <unfinished ...>\n%d %s <... recvfrom resumed>\"$3\\r\\nabc\"..., 16384, 0, NULL, NULL) = 120"
                    .formatted(thread, time, thread, time);
          };
      count += line.indexOf('\n') < 0 ? 1 : 2;
      lines.append(line).append('\n');
    }
    text = lines.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Bytes to lines to fields. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public int parseLines() {
    StraceLine line = new StraceLine();
    int understood = 0;
    int from = 0;
    for (int at = 0; at < text.length; at++) {
      if (text[at] == '\n') {
        understood += line.parse(text, from, at) == null ? 1 : 0;
        from = at + 1;
      }
    }
    return understood;
  }

  /** Bytes to exchanges summed per second, everything in between included. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long readExchanges() throws IOException {
    Container container =
        new Container(0, "text-2", "host-b", "text", null, null, 0, List.of("10.77.2.19"));
    Intake intake =
        new StraceReader(
                List.of(new ExchangeSource(container, "text-2", new ByteArrayInputStream(text))))
            .read(new CountingSink());
    return intake.accepted();
  }
}
