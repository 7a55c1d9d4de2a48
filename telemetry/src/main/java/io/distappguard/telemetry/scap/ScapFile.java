package io.distappguard.telemetry.scap;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.syscall.HostActivity;
import io.distappguard.telemetry.syscall.RuntimeContainers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One capture, read up to a given time at once. */
final class ScapFile implements ExchangeReader {

  static final int MAGIC = 0x1A2B3C4D;
  static final String NO_SECTION = "section header missing";
  static final String BAD_MAGIC = "section header with a wrong magic number";
  static final String NEWER = "section of a newer version";
  static final String OUT_OF_ORDER = "out of order";
  static final String UNKNOWN_BLOCK = "block of unknown type";

  private static final int NEWEST_VERSION = 1;

  /** libscap merges the processors' buffers by time, as far as it has them at once. */
  private static final long TOLERANCE_NANOS = 5_000_000_000L;

  /** Leaves room for an interval behind the last time. */
  private static final long MOST_NANOS = Long.MAX_VALUE - (1L << 50);

  private final ScapBlocks blocks;
  private final String name;
  private final Intake intake = new Intake();
  private final HostActivity host;
  private final ScapLists lists;
  private final ScapInterpreter interpreter;
  private final ScapEvent event = new ScapEvent();
  private @Nullable EventType type;
  private boolean hasEvent;
  private boolean atEnd;
  private final long[] skipped = new long[1 << 16];
  private boolean begun;
  private long latest = Long.MIN_VALUE;
  private long rejectedInInterval;

  ScapFile(ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    this.blocks = new ScapBlocks(source.stream());
    this.name = source.name();
    this.host =
        new HostActivity(registry, exchanges, new RuntimeContainers(registry, source.container()));
    this.lists = new ScapLists(host);
    this.interpreter = new ScapInterpreter(host);
  }

  @Override
  public long nextMicros() throws IOException {
    if (!hasEvent) {
      advance();
    }
    return hasEvent ? Math.floorDiv(event.nanos, 1000L) : Long.MAX_VALUE;
  }

  @Override
  public void readUntil(long endMicros) throws IOException {
    long endNanos = endMicros * 1000;
    long taken = 0;
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    while ((hasEvent || advance()) && event.nanos < endNanos) {
      hasEvent = false;
      EventType known = type;
      if (known != null) {
        host.at(latest / 1000);
        interpreter.event(event, known);
      }
      taken++;
      first = Math.min(first, event.nanos);
      last = Math.max(last, event.nanos);
    }
    if (taken > 0) {
      intake.accept(taken);
      intake.sawMicros(first / 1000);
      intake.sawMicros(last / 1000);
    }
  }

  @Override
  public void reportLosses(long intervalStartMillis, ExchangeSink sink) {
    if (rejectedInInterval > 0) {
      sink.incomplete(intervalStartMillis, -1, "rejected events", rejectedInInterval);
      rejectedInInterval = 0;
    }
    if (interpreter.takeDropping()) {
      sink.incomplete(intervalStartMillis, -1, "dropped by source", -1);
    }
  }

  @Override
  public Intake intake() {
    for (int number = 0; number < skipped.length; number++) {
      if (skipped[number] > 0) {
        intake.skip(number, skipped[number]);
        skipped[number] = 0;
      }
    }
    return intake;
  }

  @Override
  public void end() {
    host.end();
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }

  /** Moves to the next event that is shown. */
  private boolean advance() throws IOException {
    while (!atEnd) {
      switch (blocks.next()) {
        case END -> {
          atEnd = true;
          return false;
        }
        case PROBLEM -> reject(blocks.problem());
        case BLOCK -> {
          if (block()) {
            hasEvent = true;
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Whether it is an event that is shown. */
  private boolean block() {
    int number = blocks.type();
    byte[] buffer = blocks.buffer();
    int from = blocks.bodyFrom();
    int to = blocks.bodyTo();
    BlockType kind = BlockType.of(number);
    if (kind == BlockType.EVENT) {
      return event(number, buffer, from, to);
    }
    String problem =
        switch (kind) {
          case SECTION -> section(buffer, from, to);
          case MACHINE -> {
            lists.machine(buffer, from, to);
            yield null;
          }
          case PROCESSES -> lists.processes(number, buffer, from, to);
          case DESCRIPTORS -> lists.descriptors(number, buffer, from, to);
          case ASIDE, EVENT -> null;
          case UNKNOWN -> UNKNOWN_BLOCK;
        };
    if (problem == null && !begun) {
      problem = NO_SECTION;
    }
    begun = true;
    if (problem != null) {
      reject(problem);
    }
    return false;
  }

  private boolean event(int blockType, byte[] buffer, int from, int to) {
    String problem = event.take(blockType, buffer, from, to);
    if (problem == null && !begun) {
      begun = true;
      reject(NO_SECTION);
    }
    if (problem != null) {
      return reject(problem);
    }
    EventType known = EventTypes.of(event.number);
    type = known;
    if (known == null || known.hidden || (event.flags & ScapEvent.STATE_ONLY) != 0) {
      // libraries make such events themselves, with times of their own
      skipped[event.number]++;
      if (known != null) {
        interpreter.hidden(event, known);
      }
      return false;
    }
    return believes(event.nanos) || reject(OUT_OF_ORDER);
  }

  /**
   * Times go on, or come a little late. One that is far ahead must be borne out by those behind it,
   * so that one damaged time does not put all others out of order.
   */
  private boolean believes(long nanos) {
    if (nanos < 0
        || nanos > MOST_NANOS
        || latest != Long.MIN_VALUE && nanos < latest - TOLERANCE_NANOS) {
      return false;
    }
    boolean isFar = latest == Long.MIN_VALUE || nanos - latest > TOLERANCE_NANOS;
    if (isFar && !blocks.areFollowedBy(nanos - TOLERANCE_NANOS)) {
      return false;
    }
    latest = Math.max(latest, nanos);
    return true;
  }

  private @Nullable String section(byte[] buffer, int from, int to) {
    begun = true;
    if (to - from < 8 || LittleEndian.int32(buffer, from) != MAGIC) {
      return BAD_MAGIC;
    }
    host.restart();
    return LittleEndian.unsigned16(buffer, from + 4) > NEWEST_VERSION ? NEWER : null;
  }

  /** Counts a refusal; always false. */
  private boolean reject(String problem) {
    rejectedInInterval++;
    intake.reject(
        problem, intake.rejections().knows(problem) ? "" : name + ":byte " + blocks.offset());
    return false;
  }
}
