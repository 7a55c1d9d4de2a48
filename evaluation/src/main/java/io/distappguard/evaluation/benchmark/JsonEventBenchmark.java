package io.distappguard.evaluation.benchmark;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.ExchangeFiles;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.falco.FalcoReader;
import io.distappguard.telemetry.line.LineReader;
import io.distappguard.telemetry.tetragon.TetragonReader;
import io.distappguard.telemetry.tracee.TraceeReader;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events of a host as JSON to exchanges, in lines a second on one thread, beside splitting the same
 * bytes into lines and nothing else. Promise: 500,000. The lines are generated, as long as the
 * projects' own examples: Falco about 640 bytes, Tracee about 900, Tetragon about 1,600; a service
 * of eight processes that connects, opens and is connected to.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class JsonEventBenchmark {

  private static final int LINES = 50_000;

  /** Whose events. */
  @Param({"falco", "tetragon", "tracee"})
  public String format = "falco";

  private byte[] text = {};
  private ExchangeReader.Opener opener = FalcoReader::open;

  /** Makes the text. */
  @Setup
  public void prepare() {
    Random random = new Random(1);
    StringBuilder lines = new StringBuilder(LINES * 1_700);
    long nanos = 1_795_308_870_000_000_000L;
    for (int line = 0; line < LINES; line++) {
      nanos += 20_000 + random.nextInt(200_000);
      int process = 4_000 + random.nextInt(8);
      int port = 30_000 + random.nextInt(500);
      String path = "/srv/data/table-" + random.nextInt(200);
      boolean connects = random.nextInt(3) == 0;
      lines.append(
          switch (format) {
            case "falco" -> falco(nanos, process, connects, port, path);
            case "tetragon" -> tetragon(nanos, process, connects, port, path);
            default -> tracee(nanos, process, connects, port, path);
          });
      lines.append('\n');
    }
    text = lines.toString().getBytes(StandardCharsets.UTF_8);
    opener =
        switch (format) {
          case "falco" -> FalcoReader::open;
          case "tetragon" -> TetragonReader::open;
          default -> TraceeReader::open;
        };
  }

  /** Bytes to lines: the peer. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long splitLines() throws IOException {
    LineReader lines = new LineReader(new ByteArrayInputStream(text), "text", 1 << 20);
    long bytes = 0;
    while (lines.next()) {
      bytes += lines.to() - lines.from();
    }
    return bytes;
  }

  /** Bytes to exchanges summed per second, everything in between included. */
  @Benchmark
  @OperationsPerInvocation(LINES)
  public long readExchanges() throws IOException {
    ExchangeFiles files = new ExchangeFiles(ExchangeFiles.DEFAULT_INTERVAL_MILLIS);
    Container host = new Container(0, "host-b", "host-b", null, null, null, 0, List.of());
    files.add(new ExchangeSource(host, "text", new ByteArrayInputStream(text)), opener);
    long accepted = files.read(new CountingSink()).accepted();
    if (accepted != LINES) {
      throw new IllegalStateException("accepted: " + accepted + " (expected: " + LINES + ")");
    }
    return accepted;
  }

  private static String time(long nanos) {
    return String.format(
        Locale.ROOT,
        "2026-11-22T01:%02d:%02d.%09dZ",
        nanos / 60_000_000_000L % 60,
        nanos / 1_000_000_000L % 60,
        nanos % 1_000_000_000L);
  }

  private static String falco(long nanos, int process, boolean connects, int port, String path) {
    String descriptor =
        connects
            ? "\"fd.l4proto\":\"tcp\",\"fd.name\":\"10.77.2.19:%d->10.77.2.17:6379\",\"fd.type\":\"ipv4\""
                .formatted(port)
            : "\"fd.name\":\"%s\",\"fd.type\":\"file\"".formatted(path);
    return "{\"hostname\":\"host-b\",\"output\":\"Notice a call of a service was seen (user=root process=text parent=init container=69d22f20d812)\",\"output_fields\":{\"container.id\":\"69d22f20d812\",\"container.image.repository\":\"docker.io/social/text\",\"container.image.tag\":\"1.2\",\"container.name\":\"text-2\",\"evt.res\":\"SUCCESS\",\"evt.time\":%d,\"evt.type\":\"%s\",%s,\"k8s.ns.name\":null,\"k8s.pod.name\":null,\"proc.cmdline\":\"text --port 9103\",\"proc.exepath\":\"/usr/bin/text\",\"proc.pid\":%d,\"proc.ppid\":1,\"user.name\":\"root\"},\"priority\":\"Notice\",\"rule\":\"Calls of services\",\"source\":\"syscall\",\"tags\":[\"network\",\"container\"],\"time\":\"%s\"}"
        .formatted(nanos, connects ? "connect" : "openat", descriptor, process, time(nanos));
  }

  private static String tetragon(long nanos, int process, boolean connects, int port, String path) {
    String body =
        "{\"exec_id\":\"bm9kZS1hOjE0MTY5NzM0NzM3NjM6%d\",\"pid\":%d,\"uid\":0,\"cwd\":\"/\",\"binary\":\"/usr/bin/text\",\"arguments\":\"--port 9103\",\"flags\":\"execve rootcwd clone\",\"start_time\":\"2026-11-22T01:00:00.240856427Z\",\"auid\":4294967295,\"pod\":{\"namespace\":\"default\",\"name\":\"text-2\",\"container\":{\"id\":\"containerd://6b742e38ee3a212239e6d48b2954435a407af44b9a354bdf540db22f460ab40e\",\"name\":\"text\",\"image\":{\"id\":\"docker.io/social/text@sha256:c3839dd800b9eb7603340509769c43e146a74c63dca3045a8e7dc8ee07e53966\",\"name\":\"docker.io/social/text:1.2\"},\"start_time\":\"2026-11-22T01:00:00Z\",\"pid\":20},\"pod_labels\":{\"app.kubernetes.io/name\":\"text\"},\"workload\":\"text\",\"workload_kind\":\"Deployment\"},\"docker\":\"6b742e38ee3a212239e6d48b2954435\",\"parent_exec_id\":\"bm9kZS1hOjE0MTY5NzM0NzM3NjM6MQ==\",\"tid\":%d}"
            .formatted(process, process, process);
    String call =
        connects
            ? "\"function_name\":\"tcp_connect\",\"args\":[{\"sock_arg\":{\"family\":\"AF_INET\",\"type\":\"SOCK_STREAM\",\"protocol\":\"IPPROTO_TCP\",\"saddr\":\"10.77.2.19\",\"daddr\":\"10.77.2.17\",\"sport\":%d,\"dport\":6379,\"cookie\":\"18446623\"}}]"
                .formatted(port)
            : "\"function_name\":\"security_file_permission\",\"args\":[{\"file_arg\":{\"path\":\"%s\",\"permission\":\"-rw-r--r--\"}},{\"int_arg\":4}]"
                .formatted(path);
    return "{\"process_kprobe\":{\"process\":%s,\"parent\":{\"exec_id\":\"YQ==\",\"pid\":1,\"binary\":\"/sbin/init\",\"flags\":\"procFS\"},%s,\"return\":{\"int_arg\":0},\"action\":\"KPROBE_ACTION_POST\",\"policy_name\":\"services\",\"return_action\":\"KPROBE_ACTION_POST\"},\"node_name\":\"host-b\",\"time\":\"%s\"}"
        .formatted(body, call, time(nanos));
  }

  private static String tracee(long nanos, int process, boolean connects, int port, String path) {
    String arguments =
        connects
            ? "{\"name\":\"sockfd\",\"type\":\"int\",\"value\":5},{\"name\":\"type\",\"type\":\"string\",\"value\":\"SOCK_STREAM\"},{\"name\":\"remote_addr\",\"type\":\"struct sockaddr*\",\"value\":{\"sa_family\":\"AF_INET\",\"sin_addr\":\"10.77.2.17\",\"sin_port\":\"%d\"}}"
                .formatted(port)
            : "{\"name\":\"pathname\",\"type\":\"string\",\"value\":\"%s\"},{\"name\":\"flags\",\"type\":\"string\",\"value\":\"O_RDONLY|O_LARGEFILE\"},{\"name\":\"dev\",\"type\":\"dev_t\",\"value\":264241153},{\"name\":\"inode\",\"type\":\"unsigned long\",\"value\":409248}"
                .formatted(path);
    return "{\"timestamp\":%d,\"threadStartTime\":1657290245020855990,\"processorId\":3,\"processId\":9,\"cgroupId\":5247,\"threadId\":9,\"parentProcessId\":1,\"hostProcessId\":%d,\"hostThreadId\":%d,\"hostParentProcessId\":3990,\"userId\":0,\"mountNamespace\":4026532301,\"pidNamespace\":4026532304,\"processName\":\"text\",\"executable\":{\"path\":\"/usr/bin/text\"},\"hostName\":\"text-2\",\"containerId\":\"6b742e38ee3a\",\"container\":{\"id\":\"6b742e38ee3a\",\"name\":\"text\",\"image\":\"docker.io/social/text:1.2\",\"imageDigest\":\"sha256:c3839dd800b9eb76\"},\"kubernetes\":{\"podName\":\"text-2\",\"podNamespace\":\"default\",\"podUID\":\"1\"},\"eventId\":\"715\",\"eventName\":\"%s\",\"matchedPolicies\":[\"services\"],\"argsNum\":3,\"returnValue\":0,\"syscall\":\"x\",\"stackAddresses\":[0],\"contextFlags\":{\"containerStarted\":true,\"isCompat\":false},\"threadEntityId\":1,\"processEntityId\":2,\"parentEntityId\":3,\"args\":[%s]}"
        .formatted(
            nanos,
            process,
            process,
            connects ? "security_socket_connect" : "security_file_open",
            arguments);
  }
}
