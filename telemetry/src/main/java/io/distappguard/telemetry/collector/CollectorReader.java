package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.ExchangeSink;
import io.distappguard.telemetry.Intake;
import io.distappguard.telemetry.Operation;
import io.distappguard.telemetry.collector.StreamObject.ChannelObject;
import io.distappguard.telemetry.collector.StreamObject.KernelObject;
import io.distappguard.telemetry.collector.StreamObject.PathObject;
import io.distappguard.telemetry.collector.StreamObject.ProcessObject;
import io.distappguard.telemetry.exchange.ExchangeReader;
import io.distappguard.telemetry.exchange.ExchangeSource;
import io.distappguard.telemetry.exchange.IntervalExchanges;
import io.distappguard.telemetry.exchange.Registry;
import io.distappguard.telemetry.line.Beginning;
import io.distappguard.telemetry.syscall.KernelNames;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the stream of the eBPF collector (format: collector/STREAM.md). An event is a record; what
 * it says becomes the same exchanges that the reader of strace makes of the same calls.
 *
 * <p>Life-cycle events wait until the first count of their interval: by then the addresses of a new
 * container are told. Not thread-safe.
 */
public final class CollectorReader implements ExchangeReader {

  static final String UNKNOWN_RECORD = "record of an unknown type";
  static final String SHORT_RECORD = "record cut short";
  static final String UNKNOWN_IMAGE = "process never described";
  static final String UNKNOWN_GROUP = "control group never described";
  static final String TOO_MANY_GROUPS =
      "losses of more than " + StreamLosses.MOST_WAITING + " unknown control groups";
  static final String UNKNOWN_OBJECT = "object never described";
  static final String UNKNOWN_OPERATION = "unknown operation";
  static final String IMPOSSIBLE_COUNT = "impossible count";
  static final String SET_BACK =
      "the host's clock was set back: what follows is told by the clock as it was before";
  static final String OUTSIDE = "outside any interval";
  static final String NOT_ENDED = "stream does not end";

  private static final String REFUSED = "rejected records";

  /** No container, and not {@link StreamImages#LEFT_OUT} either. */
  private static final int NOBODY_KNOWN = -1;

  private static final int START = 1;
  private static final int CGROUP = 2;
  private static final int NETWORK = 3;
  private static final int IMAGE = 4;
  private static final int OBJECT = 5;
  private static final int INTERVAL = 6;
  private static final int COUNT = 7;
  private static final int EXIT = 8;
  private static final int LOSS = 9;
  private static final int EVICTION = 10;
  private static final int END = 11;
  private static final int CLOCK = 12;

  /** The stream's codes of operations are their ordinals as they stand now. */
  private static final Operation[] OPERATIONS =
      Arrays.copyOf(Operation.values(), Operation.EXTEND_KERNEL.ordinal() + 1);

  /** Why the collector lost something, by code. */
  private static final String[] LOSSES = {
    "ring buffer full",
    "count lost: map and ring buffer full",
    "descriptor closed before the call returned",
    "argument could not be read",
    "arguments of a 32-bit program could not be read",
    "program skipped by the kernel"
  };

  /** Beyond this many, distinct objects of one stream are refused. */
  private static final int MOST_OBJECTS = 1 << 22;

  /** Likewise images: many times what a host has processes. */
  private static final int MOST_IMAGES = 1 << 20;

  /** Of one count: more than any host does in an interval. */
  private static final int MOST_CALLS = 1 << 30;

  private static final long MOST_BYTES = 1L << 50;

  private static final int MOST_WAITING = 100_000;

  private final ExchangeSource source;
  private final StreamBlocks blocks;
  private final StreamFields records = new StreamFields();
  private final StreamFields fields = new StreamFields();
  private final StreamImages images;
  private final Registry registry;
  private final IntervalExchanges exchanges;
  private final Map<Integer, Numbered> objects = new HashMap<>();
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
  private final Intake intake = new Intake();
  private final StreamLosses losses;
  private long refusedBlocks;
  private final StreamClock clock = new StreamClock();

  /** Start of the newest interval, that of what waits. */
  private long lastMicros = StreamClock.NONE;

  private boolean started;
  private boolean finished;
  private boolean ended;
  private int type;

  /**
   * Whom the record is about, where that is a container: it is alone in lacking it. {@link
   * StreamImages#LEFT_OUT} where nobody of the application lacks anything.
   */
  private int refusedOf;

  /** An object, and the entity it was last to a container. */
  private static final class Numbered {
    final StreamObject object;
    int container = -1;
    int entity;

    Numbered(StreamObject object) {
      this.object = object;
    }
  }

  private CollectorReader(
      ExchangeSource source,
      Registry registry,
      IntervalExchanges exchanges,
      ContainerLabels labels) {
    this.source = source;
    this.registry = registry;
    this.exchanges = exchanges;
    this.images = new StreamImages(registry, labels, MOST_IMAGES);
    this.losses = new StreamLosses(images);
    this.blocks = new StreamBlocks(source.stream(), source.name(), intake);
  }

  /** Whether a file that begins like this is a stream of the collector. */
  public static boolean recognises(Beginning beginning) {
    byte[] bytes = beginning.bytes();
    return bytes.length >= StreamBlocks.MAGIC.length
        && Arrays.equals(bytes, 0, 4, StreamBlocks.MAGIC, 0, 4);
  }

  /** Opens a stream; containers are named by their control groups. */
  public static ExchangeReader open(
      ExchangeSource source, Registry registry, IntervalExchanges exchanges) {
    return new CollectorReader(source, registry, exchanges, ContainerLabels.BY_CGROUP);
  }

  /** What opens a stream and names its containers so. */
  public static Opener labelled(ContainerLabels labels) {
    return (source, registry, exchanges) ->
        new CollectorReader(source, registry, exchanges, labels);
  }

  @Override
  public long nextMicros() throws IOException {
    while (!finished) {
      if (type != 0 || nextRecord()) {
        boolean tellsTime = type == INTERVAL || type == START || type == CLOCK;
        if (!tellsTime && lastMicros != StreamClock.NONE) {
          return lastMicros;
        }
        runWaiting();
        take();
      } else {
        finished = true;
        if (lastMicros == StreamClock.NONE) {
          end(); // without an interval nobody will ask for it
        }
      }
    }
    return Long.MAX_VALUE;
  }

  @Override
  public void readUntil(long endMicros) throws IOException {
    while (nextMicros() < endMicros) {
      take();
    }
    runWaiting();
  }

  @Override
  public void reportLosses(long intervalStartMillis, ExchangeSink sink) {
    if (blocks.refused() > refusedBlocks) {
      losses.ofAnybody(StreamBlocks.DAMAGED, -1);
      refusedBlocks = blocks.refused();
    }
    losses.report(intervalStartMillis, sink);
  }

  @Override
  public void end() {
    runWaiting();
    if (started && !ended) {
      ended = true;
      intake.reject(NOT_ENDED, blocks.position(blocks.payloadTo()));
      losses.ofAnybody(NOT_ENDED, -1);
    }
  }

  @Override
  public Intake intake() {
    return intake;
  }

  @Override
  public void close() throws IOException {
    source.stream().close();
  }

  /** Goes to the next record: its type, and {@link #fields} over its body. */
  private boolean nextRecord() throws IOException {
    while (true) {
      if (!records.hasMore()) {
        if (!blocks.next()) {
          return false;
        }
        records.over(blocks.bytes(), blocks.payloadFrom(), blocks.payloadTo());
        continue;
      }
      int next = records.index();
      int length = records.index();
      int from = records.position();
      if (records.isShort() || length < 0 || length > blocks.payloadTo() - from) {
        reject(SHORT_RECORD);
        records.over(blocks.bytes(), blocks.payloadTo(), blocks.payloadTo());
        continue;
      }
      fields.over(blocks.bytes(), from, from + length);
      records.skip(length);
      if (next < START || next > CLOCK) {
        reject(UNKNOWN_RECORD);
        continue;
      }
      type = next;
      return true;
    }
  }

  /** Takes the record that was gone to in. */
  private void take() {
    int taken = type;
    type = 0;
    refusedOf = NOBODY_KNOWN;
    String problem =
        switch (taken) {
          case START -> start();
          case CGROUP -> {
            images.cgroup(fields);
            yield null;
          }
          case NETWORK -> {
            images.network(fields);
            yield null;
          }
          case IMAGE -> image();
          case OBJECT -> object();
          case INTERVAL -> interval();
          case COUNT -> count();
          case EXIT -> exit();
          case LOSS -> loss();
          case EVICTION -> null; // the counts came all the same
          case CLOCK -> clock();
          default -> {
            ended = true;
            yield null;
          }
        };
    if (problem == null && fields.isShort()) {
      problem = SHORT_RECORD;
    }
    if (problem != null) {
      reject(problem);
      losses.ofContainer(refusedOf, REFUSED, 1);
      if (refusedOf == NOBODY_KNOWN) {
        losses.ofAnybody(REFUSED, 1);
      }
      return;
    }
    intake.accept();
    if (clock.intervalMillis() != StreamClock.NONE) {
      intake.sawMicros(lastMicros);
    }
  }

  private @Nullable String start() {
    long length = fields.number();
    long millis = fields.number();
    fields.number(); // CPUs
    images.begin(fields.text());
    objects.clear();
    started = true;
    ended = false;
    return lacksNothing(clock.begin(length, millis));
  }

  private @Nullable String interval() {
    String problem = clock.interval(fields.number());
    if (clock.intervalMillis() != StreamClock.NONE) {
      lastMicros = clock.intervalMillis() * 1000;
    }
    return lacksNothing(problem);
  }

  private @Nullable String clock() {
    long before = fields.number();
    long now = fields.number();
    if (fields.isShort()) {
      return SHORT_RECORD;
    }
    clock.beginEpoch();
    intake.note(
        now < before ? SET_BACK : "the host's clock was set forward",
        blocks.position(records.position()));
    return null;
  }

  /** A record that is refused, but nothing is lost with it. */
  private @Nullable String lacksNothing(@Nullable String problem) {
    refusedOf = problem == null ? refusedOf : StreamImages.LEFT_OUT;
    return problem;
  }

  private @Nullable String image() {
    int number = fields.index();
    if (number < 0) {
      return SHORT_RECORD;
    }
    if (!images.hasRoomFor(number)) {
      return "more than " + MOST_IMAGES + " images";
    }
    StreamImage image = images.image(number, fields);
    if (image == null) {
      return null;
    }
    StreamImage before = image.before;
    if (image.began == StreamImage.BY_FORK && before != null) {
      later(() -> {
        images.number(before);
        images.number(image);
        control(before, new ProcessObject(image), Operation.FORK);
      });
    } else if (image.began == StreamImage.BY_EXECUTION) {
      later(() -> {
        StreamImage actor = before == null ? image : before;
        control(actor, new PathObject(image.executable), Operation.EXECUTE);
        images.number(image);
      });
    }
    return null;
  }

  private @Nullable String exit() {
    StreamImage image = images.get(fields.index());
    long code = fields.number();
    if (image == null) {
      return UNKNOWN_IMAGE;
    }
    images.ended(image);
    if (clock.intervalMillis() == StreamClock.NONE) {
      return OUTSIDE;
    }
    later(
        () -> control(image, new KernelObject(KernelNames.end((int) code & 0x7f)), Operation.EXIT));
    return null;
  }

  private @Nullable String object() {
    int number = fields.index();
    StreamObject object = described(fields.index());
    if (fields.isShort() || number < 0) {
      return SHORT_RECORD;
    }
    if (objects.size() >= MOST_OBJECTS && !objects.containsKey(number)) {
      refusedOf = StreamImages.LEFT_OUT; // the counts that name it are lost, and known whose
      return "more than " + MOST_OBJECTS + " objects";
    }
    objects.put(number, new Numbered(object));
    return null;
  }

  /** By its kind (collector/collector.h). */
  private StreamObject described(int kind) {
    return switch (kind) {
      case 1 -> new PathObject(fields.text());
      case 2 -> new ChannelObject("pipe", Long.toUnsignedString(fields.number()));
      case 3 -> {
        String name = KernelNames.ofAnonymous(fields.text());
        yield new ChannelObject(name, fields.number() + "/" + fields.number());
      }
      case 4 -> StreamObject.socket(fields);
      case 5 -> new KernelObject(StreamKernelObject.of(fields.number(), fields.number()));
      case 6 -> new ProcessObject(images.get(fields.index()));
      case 8 -> new KernelObject(fields.text());
      case 9 -> new ChannelObject("memfd", fields.text());
      default -> new ChannelObject("unknown", "");
    };
  }

  private @Nullable String count() {
    runWaiting();
    StreamImage image = images.get(fields.index());
    Numbered object = objects.get(fields.index());
    int operation = fields.index();
    long calls = fields.number();
    long bytes = fields.number();
    long errors = fields.number();
    if (image == null) {
      return UNKNOWN_IMAGE;
    }
    int process = images.number(image);
    if (process == StreamImages.LEFT_OUT) {
      return null;
    }
    refusedOf = image.container;
    if (clock.intervalMillis() == StreamClock.NONE) {
      return OUTSIDE;
    }
    if (object == null) {
      return UNKNOWN_OBJECT;
    }
    if (operation < 0 || operation >= OPERATIONS.length) {
      return UNKNOWN_OPERATION;
    }
    Operation done = OPERATIONS[operation];
    if (calls < 1
        || calls > MOST_CALLS
        || errors < 0
        || errors > calls
        || bytes < 0
        || bytes > MOST_BYTES) {
      return IMPOSSIBLE_COUNT;
    }
    if (object.container != image.container) {
      if (object.object instanceof ProcessObject target && target.image() != null) {
        images.number(target.image());
      }
      object.container = image.container;
      object.entity = object.object.entity(registry, image.container);
    }
    exchanges.add(
        process, object.entity, done, (int) calls, done.movesData() ? bytes : 0, (int) errors);
    return null;
  }

  private @Nullable String loss() {
    fields.number(); // CPU
    int reason = fields.index();
    long count = fields.number();
    int group = fields.hasMore() ? fields.index() : 0;
    boolean below = fields.hasMore() && fields.number() != 0;
    if (fields.isShort()) {
      return SHORT_RECORD;
    }
    String text = reason >= 0 && reason < LOSSES.length ? LOSSES[reason] : "lost by the collector";
    if (group == 0) {
      losses.ofAnybody(text, count);
      return null;
    }
    StreamImages.Group known = images.group(group);
    if (known == null) {
      return UNKNOWN_GROUP;
    }
    if (!losses.ofGroup(known, below, text, count)) {
      refusedOf = StreamImages.LEFT_OUT;
      return TOO_MANY_GROUPS;
    }
    return null;
  }

  private void control(StreamImage image, StreamObject object, Operation operation) {
    int process = images.number(image);
    if (process != StreamImages.LEFT_OUT) {
      exchanges.add(process, object.entity(registry, image.container), operation, 0, false);
    }
  }

  /** Before the first interval only what is told of processes is of use, not when they began. */
  private void later(Runnable event) {
    if (clock.intervalMillis() == StreamClock.NONE) {
      return;
    }
    if (waiting.size() >= MOST_WAITING) {
      runWaiting();
    }
    waiting.add(event);
  }

  private void runWaiting() {
    while (!waiting.isEmpty()) {
      waiting.remove().run();
    }
  }

  private void reject(String reason) {
    String position = intake.rejections().knows(reason) ? "" : blocks.position(records.position());
    intake.reject(reason, position);
  }
}
