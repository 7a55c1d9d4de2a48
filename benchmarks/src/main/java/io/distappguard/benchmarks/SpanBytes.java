package io.distappguard.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes generated spans as OTLP protobuf, as a collector's file exporter would: the traces of a
 * social network with both sides of each call, work within services and calls to a database, ten
 * attributes a span, 256 spans a message, each message behind its length.
 */
final class SpanBytes {

  private static final int SPANS_A_MESSAGE = 256;
  private static final String[] SERVICES = {
    "gateway",
    "compose",
    "user",
    "text",
    "media",
    "timeline",
    "graph",
    "unique-id",
    "mention",
    "url",
    "storage",
    "social"
  };
  private static final String[] METHODS = {"Get", "Put", "Compose", "Login", "Follow", "Read"};

  private final Random random = new Random(1);
  private final ByteArrayOutputStream stream = new ByteArrayOutputStream();
  private final ByteArrayOutputStream[] pending = new ByteArrayOutputStream[SERVICES.length];
  private int pendingSpans;
  private int spans;
  private long clockNanos = 1_795_308_870_000_000_000L;

  private SpanBytes() {
    for (int service = 0; service < SERVICES.length; service++) {
      pending[service] = new ByteArrayOutputStream();
    }
  }

  /** At least this many spans. */
  static SpanBytes generate(int least) {
    SpanBytes bytes = new SpanBytes();
    while (bytes.spans < least) {
      bytes.trace();
    }
    bytes.flush();
    return bytes;
  }

  int spans() {
    return spans;
  }

  byte[] bytes() {
    return stream.toByteArray();
  }

  private void trace() {
    byte[] trace = new byte[16];
    random.nextBytes(trace);
    clockNanos += 5_000_000 + random.nextInt(20_000_000);
    serve(trace, null, 0, random.nextInt(METHODS.length), clockNanos, 400_000_000, 0);
  }

  /** A request that a service answers, with what it calls. */
  private void serve(
      byte[] trace,
      byte @Nullable [] parent,
      int service,
      int method,
      long start,
      long duration,
      int depth) {
    byte[] server = span(trace, parent, service, name(service, method), 2, start, duration);
    byte[] work =
        span(trace, server, service, "handle", 1, start + duration / 50, duration * 9 / 10);
    int calls = depth >= 3 ? 0 : 1 + random.nextInt(3);
    for (int call = 0; call < calls; call++) {
      int callee = 1 + (service + 3 * call + method) % (SERVICES.length - 1);
      int calledMethod = (method + call) % METHODS.length;
      long begin = start + duration * (1 + call) / 8;
      byte[] client =
          span(trace, work, service, name(callee, calledMethod), 3, begin, duration / 9);
      serve(trace, client, callee, calledMethod, begin + duration / 100, duration / 12, depth + 1);
    }
    if (calls == 0) {
      span(trace, work, service, "SELECT posts", 3, start + duration / 10, duration / 3);
    }
  }

  private static String name(int service, int method) {
    return "range." + SERVICES[service] + "/" + METHODS[method];
  }

  private byte[] span(
      byte[] trace,
      byte @Nullable [] parent,
      int service,
      String name,
      int kind,
      long start,
      long duration) {
    byte[] id = new byte[8];
    random.nextBytes(id);
    ByteArrayOutputStream span = new ByteArrayOutputStream();
    field(span, 1, trace);
    field(span, 2, id);
    if (parent != null) {
      field(span, 4, parent);
    }
    field(span, 5, text(name));
    number(span, 6 << 3);
    number(span, kind);
    fixed64(span, 7, start);
    fixed64(span, 8, start + duration);
    for (int attribute = 0; attribute < 7; attribute++) {
      field(span, 9, attribute("thread.name." + attribute, "worker-" + random.nextInt(8)));
    }
    field(span, 9, attribute("rpc.system", "grpc"));
    field(span, 9, attribute("rpc.grpc.status_code", "0"));
    field(span, 9, attribute("network.peer.address", "10.77.2." + random.nextInt(200)));
    field(pending[service], 2, span.toByteArray());
    spans++;
    pendingSpans++;
    if (pendingSpans == SPANS_A_MESSAGE) {
      flush();
    }
    return id;
  }

  private void flush() {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int service = 0; service < SERVICES.length; service++) {
      if (pending[service].size() > 0) {
        ByteArrayOutputStream attributes = new ByteArrayOutputStream();
        field(attributes, 1, attribute("service.name", SERVICES[service]));
        field(attributes, 1, attribute("service.instance.id", SERVICES[service] + "-1"));
        ByteArrayOutputStream resource = new ByteArrayOutputStream();
        field(resource, 1, attributes.toByteArray());
        field(resource, 2, pending[service].toByteArray());
        field(message, 1, resource.toByteArray());
        pending[service].reset();
      }
    }
    pendingSpans = 0;
    for (int shift = 24; shift >= 0; shift -= 8) {
      stream.write(message.size() >>> shift);
    }
    stream.writeBytes(message.toByteArray());
  }

  private static byte[] attribute(String key, String value) {
    ByteArrayOutputStream any = new ByteArrayOutputStream();
    field(any, 1, text(value));
    ByteArrayOutputStream pair = new ByteArrayOutputStream();
    field(pair, 1, text(key));
    field(pair, 2, any.toByteArray());
    return pair.toByteArray();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void field(ByteArrayOutputStream message, int field, byte[] value) {
    number(message, field << 3 | 2);
    number(message, value.length);
    message.writeBytes(value);
  }

  private static void fixed64(ByteArrayOutputStream message, int field, long value) {
    number(message, field << 3 | 1);
    for (int shift = 0; shift < 64; shift += 8) {
      message.write((int) (value >>> shift));
    }
  }

  private static void number(ByteArrayOutputStream message, int value) {
    int left = value;
    while (left > 0x7F) {
      message.write(left & 0x7F | 0x80);
      left >>>= 7;
    }
    message.write(left);
  }
}
