package io.distappguard.range.service.post;

/**
 * Ids that grow with time and never repeat, after Twitter's Snowflake: milliseconds since 2026 (36
 * bits), instance (6 bits), counter (10 bits). Below 2^53 until 2028, so that JSON numbers hold
 * them exactly. Thread-safe.
 */
final class Snowflakes {

  private static final long EPOCH_MILLIS = 1_767_225_600_000L;
  private static final int COUNTER_BITS = 10;
  private static final int INSTANCE_BITS = 6;

  private final long instance;
  private long last;

  Snowflakes(int instance) {
    this.instance = (instance & ((1L << INSTANCE_BITS) - 1)) << COUNTER_BITS;
  }

  synchronized long next() {
    long tick =
        (System.currentTimeMillis() - EPOCH_MILLIS) << (INSTANCE_BITS + COUNTER_BITS) | instance;
    // a counter that overflows runs into the time of the next instances' bits only after 1,024 ids
    // in one millisecond, far beyond what one process serves
    last = tick > last ? tick : last + 1;
    return last;
  }
}
