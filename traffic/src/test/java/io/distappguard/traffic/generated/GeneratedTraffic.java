package io.distappguard.traffic.generated;

import io.distappguard.telemetry.Call;
import io.distappguard.telemetry.CallSink;
import io.distappguard.traffic.learn.TrafficRecording;
import io.distappguard.traffic.series.Calendar;
import io.distappguard.traffic.series.DeployEvents;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Generated traffic of a small shop: a gateway that lists, buys and logs in, with a day of five
 * minutes. Same seed, same calls.
 */
public final class GeneratedTraffic implements TrafficRecording {

  /** When every recording begins. */
  public static final long BEGIN = 1_700_000_000_000L;

  private static final long DAY = 300_000;

  private final String name;
  private final long seconds;
  private final List<Call> calls = new ArrayList<>();
  private final SplittableRandom random;
  private DeployEvents deploys = DeployEvents.NONE;
  private @Nullable Calendar calendar = new Calendar(DAY, BEGIN);
  private long firstMillis = BEGIN;
  private int trace;

  /** Ordinary traffic of that length. */
  public GeneratedTraffic(String name, long seed, long seconds) {
    this.name = name;
    this.seconds = seconds;
    random = new SplittableRandom(seed);
    for (long second = 0; second < seconds; second++) {
      double day = 1 + 0.5 * Math.sin(2 * Math.PI * second * 1000 / DAY);
      requests(second, poisson(6 * day), this::list);
      requests(second, poisson(2 * day), this::buy);
      requests(second, poisson(1 * day), start -> login(start, random.nextInt(40) == 0));
    }
  }

  /** Adds logins that fail, so many a second, from one second to another. */
  public GeneratedTraffic bruteForce(long from, long to, double rate) {
    for (long second = from; second < to; second++) {
      requests(second, poisson(rate), start -> login(start, true));
    }
    return this;
  }

  /** Adds lists, so many a second. */
  public GeneratedTraffic flood(long from, long to, double rate) {
    for (long second = from; second < to; second++) {
      requests(second, poisson(rate), this::list);
    }
    return this;
  }

  /** Adds chains that nobody has seen. */
  public GeneratedTraffic scan(long from, long to, double rate) {
    for (long second = from; second < to; second++) {
      requests(
          second,
          poisson(rate),
          start -> {
            trace++;
            call("1", null, "gateway", "GET /admin", start, 5, true);
          });
    }
    return this;
  }

  /** Nothing is called from one second to another. */
  public GeneratedTraffic silent(long from, long to) {
    calls.removeIf(call -> {
      long millis = call.startNanos() / 1_000_000 - BEGIN;
      return millis >= from * 1_000 && millis < to * 1_000;
    });
    return this;
  }

  /** Declares a deploy. */
  public GeneratedTraffic deploy(String role, long from, long to) {
    deploys =
        new DeployEvents(
            List.of(new DeployEvents.Deploy(role, BEGIN + from * 1000, BEGIN + to * 1000)));
    return this;
  }

  /** Was being deployed until that second. */
  public GeneratedTraffic servedFrom(long second) {
    firstMillis = BEGIN + second * 1000;
    return this;
  }

  /** Says no day. */
  public GeneratedTraffic withoutCalendar() {
    calendar = null;
    return this;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String sha256() {
    return "%064x".formatted(name.hashCode() & 0xffffffffL);
  }

  @Override
  public long firstMillis() {
    return firstMillis;
  }

  @Override
  public long endMillis() {
    return BEGIN + seconds * 1000;
  }

  @Override
  public @Nullable Calendar calendar() {
    return calendar;
  }

  @Override
  public DeployEvents deploys() {
    return deploys;
  }

  @Override
  public void replay(CallSink sink) {
    calls.stream().sorted(Comparator.comparingLong(Call::startNanos)).forEach(sink::call);
  }

  private interface Request {
    void at(long startMicros);
  }

  private void requests(long second, int count, Request request) {
    for (int index = 0; index < count; index++) {
      request.at(BEGIN * 1000 + second * 1_000_000 + random.nextInt(1_000_000));
    }
  }

  private void list(long start) {
    trace++;
    call("1", null, "gateway", "GET /list", start, 30, false);
    call("2", "1", "catalogue", "List", start + 1_000, 20, false);
  }

  private void buy(long start) {
    trace++;
    call("1", null, "gateway", "POST /buy", start, 80, false);
    call("2", "1", "orders", "Place", start + 1_000, 60, false);
    call("3", "2", "payment", "Charge", start + 5_000, 30, false);
  }

  private void login(long start, boolean failed) {
    trace++;
    call("1", null, "gateway", "POST /login", start, 60, failed);
    call("2", "1", "user", "Login", start + 1_000, 50, failed);
  }

  private void call(
      String span,
      @Nullable String parent,
      String service,
      String operation,
      long startMicros,
      long millis,
      boolean failed) {
    calls.add(
        new Call(
            Integer.toHexString(trace),
            span,
            parent,
            Call.Kind.SERVER,
            service,
            null,
            operation,
            startMicros * 1000,
            (long) (millis * 1e6 * (0.8 + 0.4 * random.nextDouble())) / 2,
            failed,
            failed ? "401" : "OK"));
  }

  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
