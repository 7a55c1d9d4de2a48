package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.Container;
import io.distappguard.telemetry.exchange.Endpoints;
import io.distappguard.telemetry.exchange.Registry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The images of a stream by their numbers, and the control groups and network namespaces that make
 * up their containers. Not thread-safe.
 *
 * <p>A process runs until its end is told or its image's number is given to another: the collector
 * keeps the number of a process for as long as that lives, and ends may be lost. So no more
 * processes are known than there are numbers in use, and of these there are at most as many as the
 * constructor says.
 */
final class StreamImages {

  /** Number of an image that was not announced yet. */
  static final int UNANNOUNCED = -1;

  /** Number of images and containers that are none of the application's. */
  static final int LEFT_OUT = -2;

  private final Registry registry;
  private final ContainerLabels labels;
  private final int most;
  private final Map<Integer, StreamImage> images = new HashMap<>();
  private final Map<Long, StreamImage> running = new HashMap<>();
  private final Map<Integer, Group> cgroups = new HashMap<>();
  private final Map<String, Long> newestGroups = new HashMap<>();
  private final Map<Long, List<String>> networks = new HashMap<>();
  private final Map<ContainerKey, Integer> containers = new HashMap<>();

  /** When the oldest process in each group began, as far as told. */
  private final Map<Group, Long> starts = new HashMap<>();

  private String host = "";

  /**
   * Processes that share a control group and a network namespace are a container. A group that was
   * removed and made again under the same path is another: it is told by the kernel's id.
   */
  private record ContainerKey(Group cgroup, long network) {}

  /** The control group of a container or service, whatever below it a process is in. */
  record Group(String path, long id) {

    /** Of a group that was gone before it could be looked up. */
    static final Group UNKNOWN = new Group("", 0);

    /** Whether it is this group or one below it. */
    boolean isWithin(Group other) {
      return equals(other)
          || !path.isEmpty() && (other.path.equals("/") || path.startsWith(other.path + "/"));
    }
  }

  /**
   * @param most numbers beyond which there is no room for another
   */
  StreamImages(Registry registry, ContainerLabels labels, int most) {
    this.registry = registry;
    this.labels = labels;
    this.most = most;
  }

  /** A stream begins: numbers are given anew. */
  void begin(String hostName) {
    host = hostName;
    images.clear();
    running.clear();
    cgroups.clear();
    newestGroups.clear();
    starts.clear();
    networks.clear();
  }

  void cgroup(StreamFields fields) {
    int number = fields.index();
    long id = fields.number();
    String path = fields.text();
    long start = fields.hasMore() ? fields.number() : 0;
    if (fields.isShort()) {
      return;
    }
    if (path.isEmpty()) {
      cgroups.put(number, Group.UNKNOWN);
      return;
    }
    String container = ContainerCgroup.of(path).path();
    if (container.equals(path)) {
      newestGroups.put(path, id);
    }
    Group group = new Group(container, newestGroups.getOrDefault(container, 0L));
    cgroups.put(number, group);
    began(group, start);
  }

  /** A process of the group began then; 0 where that is not told. */
  private void began(Group group, long millis) {
    if (millis > 0) {
      starts.merge(group, millis, Math::min);
    }
  }

  void network(StreamFields fields) {
    long namespace = fields.number();
    long count = fields.number();
    List<String> addresses = new ArrayList<>();
    while (addresses.size() < count && !fields.isShort()) {
      byte[] address = fields.bytes();
      if (address.length == 16) {
        String text = Endpoints.of(Endpoints.ipv6(address, 0), 0);
        addresses.add(withoutPort(text));
      }
    }
    if (!fields.isShort()) {
      networks.put(namespace, addresses);
    }
  }

  /** Whether an image of this number can be taken in. */
  boolean hasRoomFor(int number) {
    return images.size() < most || images.containsKey(number);
  }

  /**
   * Takes an image in; null where the record is cut short, or tells one that is known. A running
   * process that is told anew, perhaps by another number, keeps the arguments it was first told
   * with, and so does what it forks: programs write their state over them (setproctitle).
   */
  @Nullable StreamImage image(int number, StreamFields fields) {
    StreamImage before = images.get(fields.index());
    int cgroup = fields.index();
    long network = fields.number();
    long pid = fields.number();
    fields.number(); // pid in its own namespace
    fields.number(); // that namespace
    int began = fields.index();
    long startMillis = fields.number();
    String executable = fields.text();
    String arguments = ArgumentText.of(fields.bytes());
    long processStart = fields.hasMore() ? fields.number() : 0;
    if (fields.isShort()) {
      return null;
    }
    Group group = cgroups.getOrDefault(cgroup, Group.UNKNOWN);
    began(group, processStart);
    StreamImage same =
        switch (began) {
          case StreamImage.BEFORE -> running.get(pid);
          case StreamImage.BY_FORK -> before;
          default -> null;
        };
    if (same != null && same.executable.equals(executable)) {
      arguments = same.arguments;
    }
    StreamImage image =
        new StreamImage(
            before,
            group,
            network,
            pid,
            began,
            began == StreamImage.BEFORE && processStart > 0 ? processStart : startMillis,
            executable,
            arguments);
    StreamImage known = began == StreamImage.BEFORE && same != null ? same : images.get(number);
    if (known != null && known.equalsAsTold(image)) {
      tell(number, known);
      return null;
    }
    tell(number, image);
    running.put(pid, image);
    return image;
  }

  /** The number stands for this image from now on; who had it before is gone, if not told since. */
  private void tell(int number, StreamImage image) {
    image.told = number;
    StreamImage before = images.put(number, image);
    if (before != null && before.told == number && before != image) {
      running.remove(before.pid, before);
    }
  }

  /** Its process has ended: who has its number next is another. */
  void ended(StreamImage image) {
    running.remove(image.pid);
  }

  /** How many processes run, as far as is known. */
  int runningCount() {
    return running.size();
  }

  /** The control group of this number; null where none was told. */
  @Nullable Group group(int number) {
    return cgroups.get(number);
  }

  /**
   * The containers of each control group; where processes of one were told that is asked for, they
   * are announced if they were not. {@link #LEFT_OUT} stands for what is none of the application's.
   */
  Map<Group, List<Integer>> containersByGroup(Predicate<Group> asked) {
    for (StreamImage image : images.values()) {
      if (asked.test(image.cgroup)) {
        container(image);
      }
    }
    Map<Group, List<Integer>> byGroup = new HashMap<>();
    containers.forEach((key, container) ->
        byGroup.computeIfAbsent(key.cgroup(), group -> new ArrayList<>()).add(container));
    return byGroup;
  }

  @Nullable StreamImage get(int number) {
    return images.get(number);
  }

  /**
   * Number of an image in the registry, where it is announced if it was not; {@link #LEFT_OUT} of
   * one that is none of the application's.
   */
  int number(StreamImage image) {
    if (image.number == UNANNOUNCED) {
      image.container = container(image);
      if (image.container == LEFT_OUT) {
        image.number = LEFT_OUT;
        return LEFT_OUT;
      }
      image.number =
          registry.process(
              image.container,
              image.pid,
              parent(image),
              image.executable,
              image.arguments,
              image.startMillis);
    }
    return image.number;
  }

  /** Who forked the process: the image before the first of it. */
  private int parent(StreamImage image) {
    StreamImage forked = image;
    for (int steps = 0; steps < 1000; steps++) {
      StreamImage before = forked.before;
      if (before == null) {
        return -1;
      }
      if (forked.began != StreamImage.BY_EXECUTION) {
        return Math.max(-1, before.number); // -1 where it did nothing that was seen
      }
      forked = before;
    }
    return -1;
  }

  private int container(StreamImage image) {
    ContainerKey key = new ContainerKey(image.cgroup, image.network);
    Integer known = containers.get(key);
    if (known == null) {
      Container labelled =
          labels.of(
              host,
              key.cgroup().path(),
              key.network(),
              networks.getOrDefault(key.network(), List.of()));
      known = labelled == null ? LEFT_OUT : registry.container(labelled.startedAt(start(key)));
      containers.put(key, known);
    }
    return known;
  }

  /** When the container began, as far as its processes tell; negative where they do not. */
  private long start(ContainerKey key) {
    return key.cgroup().equals(Group.UNKNOWN)
        ? Container.UNKNOWN_START
        : starts.getOrDefault(key.cgroup(), Container.UNKNOWN_START);
  }

  /** {@code 10.0.0.1:0} and {@code [::1]:0} without what follows the address. */
  private static String withoutPort(String endpoint) {
    String address = endpoint.substring(0, endpoint.lastIndexOf(':'));
    return address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
  }
}
