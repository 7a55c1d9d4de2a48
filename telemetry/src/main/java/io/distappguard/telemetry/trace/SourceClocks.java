package io.distappguard.telemetry.trace;

import io.distappguard.telemetry.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What time it is in an application, by the clocks of its sources: a source is one instance of a
 * service. Spans carry no time of arrival, so the order in which they come is all there is beside
 * their own times, and any source may lie.
 *
 * <p>A source's clock is the median of the latest starts of its last five traces, so that neither a
 * damaged time nor one long trace moves it. The clocks of a service's instances agree on the
 * service's, those of the services on the application's: of one clock that one, of two that with
 * more traces, of more the second or third latest. So a single service never sets the time, and
 * services that are seldom called do not hold it back. Only services heard lately count.
 *
 * <p>A source that is away from the agreed time throughout 30 s is corrected by its offset, see
 * {@link #corrected()}. One that is now on time and now not, or that nobody has heard before, is
 * not believed: what it sends is taken for sent when it came, see {@link #timeOf}.
 *
 * <p>Bounded: {@value #MOST_SOURCES} sources; what comes of others is never believed, and counted.
 * Not thread-safe.
 */
public final class SourceClocks {

  /** Sources told apart. */
  public static final int MOST_SOURCES = 1_024;

  private static final long SECOND = 1_000_000_000L;

  /** A clock that is further away is corrected. */
  private static final long CORRECTED_FROM = 2 * SECOND;

  /** A trace further away is evidence against its source. */
  private static final long AWAY = 10 * SECOND;

  /** What is not believed may still be this far from the time it came. */
  private static final long NEAR = 5 * SECOND;

  /** How far ahead a believed source's trace may reach: recordings hold long traces together. */
  private static final long FURTHEST_AHEAD = 300 * SECOND;

  private static final long LONGEST_LAG = 20 * SECOND;
  private static final long SILENT_AFTER = 30 * SECOND;
  private static final long FORGOTTEN_AFTER = 600 * SECOND;

  /** A step of the agreed time counts as passed for this much at most: a jump is no passing. */
  private static final long LONGEST_STEP = SECOND;

  private static final long SET_BACK_FROM = 10 * SECOND;

  /** How many gaps between traces the agreed time may be late by. */
  private static final int GAPS = 3;

  private static final long LONGEST_GAP = 20 * SECOND;

  /** Who was heard in fewer traces than the most heard one by this factor has no say. */
  private static final int LIGHTEST = 16;

  private static final int MOST_VOTERS = 64;

  private final Set<String> knownServices;
  private final Map<String, ServiceClock> services = new HashMap<>();
  private final List<ServiceClock> voting = new ArrayList<>();
  private final List<ServiceClock> heardLately = new ArrayList<>();
  private final SourceClock unknown = new SourceClock(new ServiceClock("", false), "");
  private final LatelyMeasured lags = new LatelyMeasured();
  private final LatelyMeasured gaps = new LatelyMeasured();

  private @Nullable SourceClock latest;
  private @Nullable String latestService;
  private @Nullable String latestInstance;
  private int sources;
  private long refused;
  private long sweptAt;

  private boolean runs;
  private long nowNanos;

  /** Time that has passed, jumps left out. */
  private long passed;

  /** Number of times that the agreed time went on. */
  private long advances;

  /**
   * Clocks of which none was heard.
   *
   * @param knownServices services whose clocks count as long as any of them is heard; empty: all
   */
  public SourceClocks(Set<String> knownServices) {
    this.knownServices = Set.copyOf(knownServices);
  }

  /**
   * A source whose clock is corrected.
   *
   * @param service its service
   * @param instance its instance, empty where not reported
   * @param offsetNanos how far it is ahead of the others, negative where behind
   */
  public record Correction(String service, String instance, long offsetNanos) {}

  /** The agreed time in nanoseconds since the epoch; {@link Long#MIN_VALUE} before any span. */
  public long nowNanos() {
    return runs ? nowNanos : Long.MIN_VALUE;
  }

  /** How much time has passed, in nanoseconds; one step of the agreed time is a second at most. */
  long passedNanos() {
    return passed;
  }

  /** How far behind the agreed time spans of believed sources came in the last half minute. */
  public long lagNanos() {
    return lags.any() ? Math.clamp(lags.most(), 0, LONGEST_LAG) : 0;
  }

  /** Spans of sources beyond the bound. */
  public long refused() {
    return refused;
  }

  /** Sources that are corrected at present, in no order. */
  public List<Correction> corrected() {
    List<Correction> corrected = new ArrayList<>();
    for (ServiceClock service : services.values()) {
      for (SourceClock source : service.sources.values()) {
        if (source.offset != 0) {
          corrected.add(new Correction(service.name, source.instance, source.offset));
        }
      }
    }
    return corrected;
  }

  /**
   * When something really began, as far as its source is believed.
   *
   * @param startNanos when its source says that it began
   * @param endNanos when its source says that it ended
   * @param cameNanos the agreed time when the first of its trace came
   * @param onTime whether that first was on time: then the trace may reach ahead, as it does in a
   *     recording, though its source was hardly heard before
   */
  public long timeOf(
      String service,
      @Nullable String instance,
      long startNanos,
      long endNanos,
      long cameNanos,
      boolean onTime) {
    SourceClock source = find(service, instance == null ? "" : instance);
    long offset = source == null ? 0 : source.offset;
    long start = less(startNanos, offset);
    long away = distance(start, less(endNanos, offset), cameNanos);
    if (source != null && offset == 0 && source.isBelieved(onTime)) {
      return away > FURTHEST_AHEAD ? cameNanos : start;
    }
    return Math.abs(away) > NEAR ? cameNanos : start;
  }

  /** Whether this is no further from the agreed time than what comes in order. */
  boolean isOnTime(long startNanos, long endNanos) {
    return Math.abs(distance(startNanos, endNanos, nowNanos)) <= AWAY;
  }

  /**
   * A span came.
   *
   * @return whether the agreed time was set back by it, because those who had set it are outvoted
   */
  boolean heard(Call call) {
    SourceClock source = source(call.service(), call.instance() == null ? "" : call.instance());
    if (source == unknown) {
      refused++;
      return false;
    }
    long start = Math.max(0, call.startNanos());
    if (!runs) {
      runs = true;
      nowNanos = start;
    }
    source.heardAt = passed;
    source.service.heardAt = passed;
    source.service.silent = false;
    if (source.started(call.traceId(), start)) {
      begun(source, start, call.durationNanos());
    }
    return source.service.votes && source.votes && source.hasMoved() && agree(source.service);
  }

  /** The first span of a trace came from a source: how far its clock is away. */
  private void begun(SourceClock source, long start, long duration) {
    ServiceClock service = source.service;
    service.traces = Math.min(service.traces + 1, Voter.MOST_TRACES);
    long away = distance(start, end(start, duration), nowNanos);
    source.measured(away, passed);
    if (source.isBelieved(false)) {
      lags.add(source.offset - away, passed);
    }
  }

  private static long less(long nanos, long offset) {
    return Math.max(0, offset < 0 ? end(Math.max(0, nanos), -offset) : nanos - offset);
  }

  static long end(long start, long duration) {
    return start > Long.MAX_VALUE - duration ? Long.MAX_VALUE : start + duration;
  }

  /**
   * Nanoseconds from the agreed time to the nearest of a stretch of time, positive where that is
   * ahead. What lies between traces that follow each other is no distance.
   */
  private long distance(long start, long end, long now) {
    long usual = gaps.any() ? GAPS * gaps.most() : 0;
    if (start > now) {
      return Math.max(0, start - now - usual);
    }
    return end >= now ? 0 : Math.min(0, end - now + usual);
  }

  private boolean agree(ServiceClock service) {
    long old = service.clock;
    service.clock = agreed(service.voters, old);
    watchAlone(service, old == Long.MIN_VALUE ? 0 : service.clock - old);
    long agreed = agreed(voters(), nowNanos);
    if (agreed < nowNanos - SET_BACK_FROM) {
      nowNanos = agreed;
      gaps.clear();
      return true;
    }
    if (agreed > nowNanos) {
      gaps.add(Math.min(agreed - nowNanos, LONGEST_GAP), passed);
      passed += Math.min(agreed - nowNanos, LONGEST_STEP);
      nowNanos = agreed;
      advances++;
    }
    return false;
  }

  /** A service that goes on for half a minute while the agreed time stands has nobody left. */
  private void watchAlone(ServiceClock service, long step) {
    if (service.countedAt != advances) {
      service.countedAt = advances;
      service.aloneFor = 0;
    }
    service.aloneFor += Math.clamp(step, 0, LONGEST_STEP);
    if (service.aloneFor > SILENT_AFTER) {
      for (ServiceClock other : voting) {
        other.silent = other.countedAt != advances;
      }
    }
  }

  private List<ServiceClock> voters() {
    heardLately.clear();
    boolean anyKnown = false;
    for (ServiceClock service : voting) {
      anyKnown |= service.known && isHeard(service);
    }
    for (ServiceClock service : voting) {
      if (isHeard(service) && (service.known || !anyKnown)) {
        heardLately.add(service);
      }
    }
    return heardLately;
  }

  private boolean isHeard(ServiceClock service) {
    return !service.silent && passed - service.heardAt <= SILENT_AFTER;
  }

  /**
   * What clocks agree on.
   *
   * @param otherwise where none was heard lately
   */
  private long agreed(List<? extends Voter> voters, long otherwise) {
    int most = 0;
    for (Voter voter : voters) {
      most = passed - voter.heardAt <= SILENT_AFTER ? Math.max(most, voter.traces) : most;
    }
    long first = Long.MIN_VALUE;
    long second = Long.MIN_VALUE;
    long third = Long.MIN_VALUE;
    int count = 0;
    Voter heavier = null;
    for (Voter voter : voters) {
      if (passed - voter.heardAt > SILENT_AFTER
          || voter.traces * LIGHTEST < most
          || voter.clock == Long.MIN_VALUE) {
        continue;
      }
      count++;
      if (heavier == null
          || voter.traces > heavier.traces
          || voter.traces == heavier.traces && voter.clock > heavier.clock) {
        heavier = voter;
      }
      long clock = voter.clock;
      third = Math.max(third, Math.min(clock, second));
      second = Math.max(second, Math.min(clock, first));
      first = Math.max(first, clock);
    }
    if (heavier == null) {
      return otherwise;
    }
    return count <= 2 ? heavier.clock : count == 3 ? second : third;
  }

  private @Nullable SourceClock find(String name, String instance) {
    ServiceClock service = services.get(name);
    return service == null ? null : service.sources.get(instance);
  }

  private SourceClock source(String name, String instance) {
    SourceClock last = latest;
    // the same objects mostly: readers keep a resource's texts
    if (last != null && name.equals(latestService) && instance.equals(latestInstance)) {
      return last;
    }
    SourceClock source = find(name, instance);
    if (source == null) {
      source = add(name, instance);
    }
    latest = source;
    latestService = name;
    latestInstance = instance;
    return source;
  }

  private SourceClock add(String name, String instance) {
    if (sources >= MOST_SOURCES) {
      forgetSilent();
      if (sources >= MOST_SOURCES) {
        return unknown;
      }
    }
    ServiceClock service = services.get(name);
    if (service == null) {
      service = new ServiceClock(name, knownServices.isEmpty() || knownServices.contains(name));
      services.put(name, service);
      register(service, voting, service.known);
    }
    SourceClock source = new SourceClock(service, instance);
    service.sources.put(instance, source);
    register(source, service.voters, false);
    sources++;
    return source;
  }

  /** Gives a clock a say where there is room, or in place of one that is not heard any more. */
  private <V extends Voter> void register(V voter, List<V> voters, boolean known) {
    voter.votes = true;
    voter.heardAt = passed;
    if (voters.size() < MOST_VOTERS) {
      voters.add(voter);
      return;
    }
    for (int index = 0; index < voters.size(); index++) {
      V other = voters.get(index);
      if (passed - other.heardAt > SILENT_AFTER || known && !other.known) {
        other.votes = false;
        voters.set(index, voter);
        return;
      }
    }
    voter.votes = false;
  }

  private void forgetSilent() {
    if (passed - sweptAt < SECOND) {
      return; // so that a flood of names does not look through all of them for each
    }
    sweptAt = passed;
    sources = 0;
    for (ServiceClock service : services.values()) {
      service.sources.values().removeIf(source -> passed - source.heardAt > FORGOTTEN_AFTER);
      service.voters.removeIf(source -> passed - source.heardAt > FORGOTTEN_AFTER);
      sources += service.sources.size();
    }
    services.values().removeIf(service -> service.sources.isEmpty());
    voting.removeIf(service -> service.sources.isEmpty());
    latest = null;
  }

  /** A clock that has a say: the more, the more traces it was heard in, up to a bound. */
  private abstract static class Voter {
    static final int MOST_TRACES = 1 << 14;

    boolean known;
    boolean votes;
    int traces;
    long clock = Long.MIN_VALUE;

    /** When it was last heard, in time that has passed. */
    long heardAt;
  }

  private static final class ServiceClock extends Voter {
    final String name;
    final Map<String, SourceClock> sources = new HashMap<>();
    final List<SourceClock> voters = new ArrayList<>();

    /** Whether others went on for long without it. */
    boolean silent;

    /** For how long its clock went on alone since the agreed time did last. */
    long aloneFor;

    long countedAt = -1;

    ServiceClock(String name, boolean known) {
      this.name = name;
      this.known = known;
    }
  }

  private static final class SourceClock extends Voter {
    private static final int TRACES = 5;
    private static final int BELIEVED_FROM = 5;
    private static final int MOST_AWAY = 1;
    private static final long MOVED_BY = SECOND / 20;

    final ServiceClock service;
    final String instance;

    /** What its times are ahead by, where it is corrected. */
    long offset;

    private final @Nullable String[] ids = new String[TRACES];
    private final long[] starts = new long[TRACES];
    private int count;
    private int next;

    /** Of the last eight traces, whether each was away. */
    private int away;

    private long median = Long.MIN_VALUE;
    private final LatelyMeasured distances = new LatelyMeasured();

    SourceClock(ServiceClock service, String instance) {
      this.service = service;
      this.instance = instance;
    }

    boolean isBelieved(boolean onTime) {
      return (onTime || traces >= BELIEVED_FROM) && Integer.bitCount(away) <= MOST_AWAY;
    }

    void measured(long distance, long passed) {
      distances.add(distance, passed);
      away = (away << 1 | (Math.abs(distance) > AWAY ? 1 : 0)) & 0xff;
      boolean off = distances.least() > CORRECTED_FROM || distances.most() < -CORRECTED_FROM;
      offset = off && traces >= BELIEVED_FROM ? distances.least() / 2 + distances.most() / 2 : 0;
    }

    /** Takes a start; true where it is of another trace than the last ones. */
    boolean started(String trace, long start) {
      int at = 0;
      while (at < count && !trace.equals(ids[at])) {
        at++;
      }
      if (at < count) {
        if (start > starts[at]) {
          starts[at] = start;
          median = median();
        }
        return false;
      }
      ids[next] = trace;
      starts[next] = start;
      next = (next + 1) % TRACES;
      count = Math.min(count + 1, TRACES);
      traces = Math.min(traces + 1, MOST_TRACES);
      median = median();
      return true;
    }

    /** Whether its clock has gone on enough to ask the others; from then on it is the new one. */
    boolean hasMoved() {
      if (median >= clock && median - MOVED_BY < clock || median == clock) {
        return false;
      }
      clock = median;
      return true;
    }

    /** The lower one of two in the middle. */
    private long median() {
      int rank = (count - 1) / 2;
      for (int index = 0; index < count; index++) {
        int smaller = 0;
        int equal = 0;
        for (int other = 0; other < count; other++) {
          smaller += starts[other] < starts[index] ? 1 : 0;
          equal += starts[other] == starts[index] ? 1 : 0;
        }
        if (smaller <= rank && rank < smaller + equal) {
          return starts[index];
        }
      }
      throw new IllegalStateException("no start has the middle rank");
    }
  }

  /** Least and most of what was measured in the last 15 to 30 s. */
  private static final class LatelyMeasured {
    private static final long LENGTH = 15 * SECOND;

    private long since;
    private long least = Long.MAX_VALUE;
    private long most = Long.MIN_VALUE;
    private long leastBefore = Long.MAX_VALUE;
    private long mostBefore = Long.MIN_VALUE;

    void add(long value, long passed) {
      if (passed - since > LENGTH) {
        leastBefore = least;
        mostBefore = most;
        least = Long.MAX_VALUE;
        most = Long.MIN_VALUE;
        since = passed;
      }
      least = Math.min(least, value);
      most = Math.max(most, value);
    }

    void clear() {
      least = Long.MAX_VALUE;
      most = Long.MIN_VALUE;
      leastBefore = Long.MAX_VALUE;
      mostBefore = Long.MIN_VALUE;
    }

    boolean any() {
      return least <= most || leastBefore <= mostBefore;
    }

    long least() {
      return Math.min(least, leastBefore);
    }

    long most() {
      return Math.max(most, mostBefore);
    }
  }
}
