package io.distappguard.benchmarks;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.lidds.LidDsReader;
import io.distappguard.telemetry.scap.ScapReader;
import io.distappguard.telemetry.sysdig.SysdigReader;
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
 * sysdig's events to exchanges summed per second, from a capture and from the three ways to print
 * them, in events a second on one thread. Promises: 500,000 lines; captures are also compared with
 * sysdig itself by {@code benchmarks/captures}. The events are generated: a service that answers
 * requests over TCP, keeps a log, reads files and waits, each call entered and left.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class SysdigBenchmark {

  private static final int EVENTS = 200_000;
  private static final long START = 1_795_308_870_000_000_000L;

  private byte[] capture = {};
  private byte[] text = {};
  private byte[] json = {};
  private byte[] lidDs = {};

  /** Makes the events. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    StringBuilder textLines = new StringBuilder(EVENTS * 100);
    StringBuilder jsonLines = new StringBuilder(EVENTS * 200);
    StringBuilder lidDsLines = new StringBuilder(EVENTS * 100);
    GeneratedCapture events = new GeneratedCapture();
    long nanos = START;
    for (int number = 0; number < EVENTS; number += 2) {
      nanos += 20_000 + random.nextInt(200_000);
      int thread = 100 + random.nextInt(8);
      int peer = random.nextInt(24);
      int bytes = 1 + random.nextInt(80);
      Call call = CALLS[random.nextInt(CALLS.length)];
      int descriptor = call.onConnection ? 10 + peer : call.descriptor;
      String what =
          call.onConnection
              ? "<4t>10.77.1.11:%d->10.77.2.19:9103".formatted(40_000 + peer)
              : call.what;
      String[] parameters = {
        call.descriptor < 0 ? "" : "fd=%d(%s) size=4096 ".formatted(descriptor, what),
        call.descriptor < 0 ? "res=1 " : "res=%d data=%s ".formatted(bytes, ".".repeat(bytes)),
      };
      for (int left = 0; left < 2; left++) {
        long time = nanos + 1_000L * left;
        char direction = left == 0 ? '>' : '<';
        textLines.append(
            "%d %s.%09d %d server (%d) %c %s %s\n"
                .formatted(
                    number + left + 1,
                    timeOfDay(time),
                    time % 1_000_000_000,
                    thread % 4,
                    thread,
                    direction,
                    call.name,
                    parameters[left]));
        jsonLines.append(
            ("{\"container.id\":\"154a173602f6\",\"container.name\":\"text-2\",\"evt.cpu\":%d,"
                    + "\"evt.dir\":\"%c\",\"evt.info\":\"%s\",\"evt.num\":%d,"
                    + "\"evt.outputtime\":%d,\"evt.type\":\"%s\",\"proc.name\":\"server\","
                    + "\"thread.tid\":%d,\"thread.vtid\":%d}\n")
                .formatted(
                    thread % 4,
                    direction,
                    parameters[left],
                    number + left + 1,
                    time,
                    call.name,
                    thread,
                    thread - 90));
        lidDsLines.append(
            "%d 33 100 server %d %s %c %s\n"
                .formatted(time, thread, call.name, direction, parameters[left]));
      }
      events.call(nanos, thread, call.type, descriptor, bytes);
    }
    capture = events.toBytes();
    text = textLines.toString().getBytes(StandardCharsets.UTF_8);
    json = jsonLines.toString().getBytes(StandardCharsets.UTF_8);
    lidDs = lidDsLines.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** A capture. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long readCapture() throws IOException {
    return read(capture, ScapReader::open);
  }

  /** sysdig's text. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long readText() throws IOException {
    return read(text, SysdigReader::openText);
  }

  /** sysdig's JSON. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long readJson() throws IOException {
    return read(json, SysdigReader::openJson);
  }

  /** LID-DS. */
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public long readLidDs() throws IOException {
    return read(lidDs, LidDsReader::open);
  }

  private static long read(byte[] content, ExchangeReader.Opener opener) throws IOException {
    Container host = new Container(0, "host-b", "host-b", null, null, null, 0, List.of());
    ExchangeFiles files = new ExchangeFiles(ExchangeFiles.DEFAULT_INTERVAL_MILLIS);
    files.add(new ExchangeSource(host, "events", new ByteArrayInputStream(content)), opener);
    long accepted = files.read(new CountingSink()).accepted();
    if (accepted != EVENTS) {
      throw new IllegalStateException("accepted: " + accepted + " (expected: " + EVENTS + ")");
    }
    return accepted;
  }

  private static String timeOfDay(long nanos) {
    long seconds = nanos / 1_000_000_000 % 86_400;
    return String.format(
        Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
  }

  /** A call, and its type of event on being entered; on leaving it is one more. */
  private record Call(String name, int type, int descriptor, boolean onConnection, String what) {}

  private static final Call[] CALLS = {
    new Call("read", 6, 0, true, ""),
    new Call("read", 6, 0, true, ""),
    new Call("writev", 118, 0, true, ""),
    new Call("writev", 118, 0, true, ""),
    new Call("write", 8, 9, false, "<f>/var/log/service.log"),
    new Call("pread", 112, 11, false, "<f>/usr/share/data/table"),
    new Call("read", 6, 8, false, "<e>"),
    new Call("futex", 64, -1, false, ""),
    new Call("epoll_wait", 78, -1, false, ""),
    new Call("futex", 64, -1, false, ""),
  };
}
