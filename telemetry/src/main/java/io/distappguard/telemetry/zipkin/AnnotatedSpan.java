package io.distappguard.telemetry.zipkin;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.span.Reporter;
import io.distappguard.telemetry.span.SpanFields;
import java.util.ArrayList;
import java.util.List;

/**
 * A span of Zipkin's version 1 while its fields come in: one record of both sides of a call, told
 * by core annotations with who wrote them ({@code cs}, {@code cr}: client sent and received; {@code
 * sr}, {@code ss}: server; {@code ms}, {@code mr}: a message's sender and receiver; {@code ws},
 * {@code wr} are no sides). A side becomes a span, as Zipkin's own conversion has it
 * (zipkin2.v1.V1SpanConverter): its times are its annotations', where one is missing the span's
 * own; a binary annotation is a tag of the side whose service wrote it. A span without core
 * annotations is one within the service that wrote its binary annotations. Not thread-safe.
 */
final class AnnotatedSpan {

  /** Of tags that matter; there are a dozen names. */
  private static final int MOST_TAGS = 64;

  String traceId = "";
  String spanId = "";
  String parentId = "";
  String name = "";
  long startNanos;
  long durationNanos;

  private final Half client = new Half();
  private final Half server = new Half();
  private final Half producer = new Half();
  private final Half consumer = new Half();
  private final Half within = new Half();
  private final List<Tag> tags = new ArrayList<>();

  private record Tag(String key, String value, String service) {}

  /** One side as a span, and who wrote it. */
  record Side(SpanFields fields, Reporter reporter) {}

  /** What is known of one side. */
  private static final class Half {
    boolean isThere;
    String service = "";
    String address = "";
    long startNanos = -1;
    long endNanos = -1;

    void clear() {
      isThere = false;
      service = "";
      address = "";
      startNanos = -1;
      endNanos = -1;
    }

    void by(String writer, String at) {
      isThere = true;
      service = service.isEmpty() ? writer : service;
      address = address.isEmpty() ? at : address;
    }
  }

  void clear() {
    traceId = "";
    spanId = "";
    parentId = "";
    name = "";
    startNanos = -1;
    durationNanos = -1;
    for (Half half : new Half[] {client, server, producer, consumer, within}) {
      half.clear();
    }
    tags.clear();
  }

  void annotation(String value, long nanos, String service, String address) {
    Half half =
        switch (value) {
          case "cs", "cr" -> client;
          case "sr", "ss" -> server;
          case "ms" -> producer;
          case "mr" -> consumer;
          default -> within;
        };
    if (half == within && service.isEmpty()) {
      return;
    }
    half.by(service, address);
    switch (value) {
      case "cs", "sr", "ms", "mr" -> half.startNanos = nanos;
      case "cr", "ss" -> half.endNanos = nanos;
      default -> {}
    }
  }

  /** Addresses of the other side ({@code sa}, {@code ca}, {@code ma}) say nothing of this one. */
  void binaryAnnotation(String key, String value, String service, String address) {
    boolean isOther = key.equals("sa") || key.equals("ca") || key.equals("ma");
    if (!isOther && !service.isEmpty()) {
      within.by(service, address);
    }
    if (SpanFields.wants(key) && tags.size() < MOST_TAGS) {
      tags.add(new Tag(key, value, service));
    }
  }

  /** Whether anything tells who wrote it in the way of version 1. */
  boolean hasEndpoints() {
    return client.isThere
        || server.isThere
        || producer.isThere
        || consumer.isThere
        || within.isThere;
  }

  /** The sides that are there, at least one. */
  List<Side> sides() {
    List<Side> sides = new ArrayList<>(2);

    add(sides, client, Call.Kind.CLIENT, true);
    add(sides, server, Call.Kind.SERVER, !client.isThere);
    add(sides, producer, Call.Kind.PRODUCER, sides.isEmpty());
    add(sides, consumer, Call.Kind.CONSUMER, sides.isEmpty());
    if (sides.isEmpty()) {
      within.isThere = true;
      add(sides, within, Call.Kind.INTERNAL, true);
    }
    return sides;
  }

  private boolean isOfASide(Tag tag) {
    for (Half half : new Half[] {client, server, producer, consumer}) {
      if (half.isThere && half.service.equals(tag.service())) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param ownTimes whether the span's own times are this side's
   */
  private void add(List<Side> sides, Half half, Call.Kind kind, boolean ownTimes) {
    if (!half.isThere) {
      return;
    }
    String service = half.service;
    SpanFields fields = new SpanFields();
    fields.traceId(traceId);
    fields.spanId(spanId);
    fields.parentSpanId(parentId);
    fields.name(name);
    fields.kind(kind);
    long start = half.startNanos < 0 && ownTimes ? startNanos : half.startNanos;
    fields.startNanos(start);
    if (half.endNanos >= 0) {
      fields.endNanos(half.endNanos);
    } else {
      fields.durationNanos(ownTimes && durationNanos >= 0 ? durationNanos : 0);
    }
    for (Tag tag : tags) {
      if (tag.service().equals(service) || sides.isEmpty() && !isOfASide(tag)) {
        fields.attribute(tag.key(), tag.value());
      }
    }
    fields.kind(kind);
    Reporter reporter = new Reporter();
    reporter.service(service);
    reporter.attribute("ip", half.address);
    sides.add(new Side(fields, reporter));
  }
}
