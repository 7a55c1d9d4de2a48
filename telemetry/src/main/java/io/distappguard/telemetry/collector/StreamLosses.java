package io.distappguard.telemetry.collector;

import io.distappguard.telemetry.ExchangeSink;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a stream lacks, until the interval is told: by containers, so that whoever makes a loss is
 * alone in having it. Losses of a control group wait until its container is met; of a group in
 * which nothing was ever seen they are nobody's. Not thread-safe.
 */
final class StreamLosses {

  /** Beyond this many, further control groups that wait for their container are refused. */
  static final int MOST_WAITING = 4096;

  private final StreamImages images;
  private final Map<String, Long> ofAnybody = new LinkedHashMap<>();
  private final Map<OfContainer, Long> ofContainers = new LinkedHashMap<>();
  private final Map<OfGroup, Long> ofGroups = new LinkedHashMap<>();

  private record OfContainer(int container, String reason) {}

  /**
   * @param below whether of all groups below it besides
   */
  private record OfGroup(StreamImages.Group group, boolean below, String reason) {}

  StreamLosses(StreamImages images) {
    this.images = images;
  }

  /** Lost, and nobody knows whose it was; negative where it is not known how many. */
  void ofAnybody(String reason, long count) {
    ofAnybody.merge(reason, count, StreamLosses::sum);
  }

  /** Lost by processes of a container, which may be {@link StreamImages#LEFT_OUT}. */
  void ofContainer(int container, String reason, long count) {
    if (container >= 0) {
      ofContainers.merge(new OfContainer(container, reason), count, StreamLosses::sum);
    }
  }

  /**
   * Lost by processes of a control group, and of all below it where {@code below}.
   *
   * @return whether there was room to note it
   */
  boolean ofGroup(StreamImages.Group group, boolean below, String reason, long count) {
    OfGroup key = new OfGroup(group, below, reason);
    if (ofGroups.size() >= MOST_WAITING && !ofGroups.containsKey(key)) {
      return false;
    }
    ofGroups.merge(key, count, StreamLosses::sum);
    return true;
  }

  /** Tells all of it that can be placed. */
  void report(long intervalStartMillis, ExchangeSink sink) {
    placeGroups();
    ofAnybody.forEach((reason, count) -> sink.incomplete(intervalStartMillis, -1, reason, count));
    ofAnybody.clear();
    ofContainers.forEach((lost, count) ->
        sink.incomplete(intervalStartMillis, lost.container(), lost.reason(), count));
    ofContainers.clear();
  }

  private void placeGroups() {
    if (ofGroups.isEmpty()) {
      return;
    }
    Set<StreamImages.Group> asked = new HashSet<>();
    ofGroups.keySet().forEach(lost -> asked.add(lost.group()));
    Map<StreamImages.Group, List<Integer>> containers = images.containersByGroup(asked::contains);
    for (Iterator<Map.Entry<OfGroup, Long>> waiting = ofGroups.entrySet().iterator();
        waiting.hasNext(); ) {
      Map.Entry<OfGroup, Long> entry = waiting.next();
      List<Integer> hit = containersOf(entry.getKey(), containers);
      if (!hit.isEmpty()) {
        hit.forEach(container -> ofContainer(container, entry.getKey().reason(), entry.getValue()));
        waiting.remove();
      }
    }
  }

  private static List<Integer> containersOf(
      OfGroup lost, Map<StreamImages.Group, List<Integer>> containers) {
    if (!lost.below()) {
      return containers.getOrDefault(lost.group(), List.of());
    }
    List<Integer> hit = new ArrayList<>();
    containers.forEach((group, own) -> {
      if (group.isWithin(lost.group())) {
        hit.addAll(own);
      }
    });
    return hit;
  }

  private static long sum(long one, long other) {
    return one < 0 || other < 0 ? -1 : one + other;
  }
}
