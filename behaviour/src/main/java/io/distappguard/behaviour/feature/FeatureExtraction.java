package io.distappguard.behaviour.feature;

import io.distappguard.behaviour.feature.FeatureWindow.Unseen;
import io.distappguard.behaviour.graph.Edge;
import io.distappguard.behaviour.graph.EdgeDictionary;
import io.distappguard.behaviour.graph.PathGroups;
import io.distappguard.behaviour.window.Phase;
import io.distappguard.behaviour.window.RoleState;
import io.distappguard.behaviour.window.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns windows into vectors. Time proportional to the entries of the window and the length of the
 * vector; not thread-safe.
 */
public final class FeatureExtraction {

  private static final Quantity[] QUANTITIES = Quantity.values();
  private static final int NOT_CLASSIFIED = Integer.MIN_VALUE;
  private static final int STEADY = Phase.STEADY.ordinal();
  private static final int CONTAINER_BITS = 21;
  private static final int ENTRY_BITS = 22;

  private final FeatureLayout layout;
  private final Vocabulary vocabulary;
  private final EdgeDictionary dictionary;
  private final PathGroups groups;
  private final Map<String, Integer> usualInstances;
  private int[] placeOfEdge = new int[0];
  private long[] keys = new long[0];

  /**
   * An extraction for the windows whose edges are numbered by {@code dictionary}.
   *
   * @param usualInstances containers each role usually has; a role that is not in it has as many as
   *     usual, always
   */
  public FeatureExtraction(
      FeatureLayout layout,
      EdgeDictionary dictionary,
      PathGroups groups,
      Map<String, Integer> usualInstances) {
    this.layout = layout;
    this.vocabulary = layout.vocabulary();
    this.dictionary = dictionary;
    this.groups = groups;
    this.usualInstances = Map.copyOf(usualInstances);
  }

  /** The vector of a window. */
  public FeatureWindow extract(Window window) {
    boolean changing = window.changing();
    Vector vector = new Vector(layout.size());
    List<Unseen> unseen = new ArrayList<>();
    int count = sortByPlaceAndContainer(window, unseen);
    int from = 0;
    while (from < count) {
      int place = placeOf(keys[from]);
      int to = from + 1;
      while (to < count && placeOf(keys[to]) == place) {
        to++;
      }
      fold(window, place, from, to, vector);
      from = to;
    }
    if (changing) {
      relax(window, vector);
    }
    boolean widened = widenForInstances(window, vector);
    return new FeatureWindow(
        window.startMillis(),
        window.endMillis(),
        window.coverage().time(),
        changing || widened,
        losing(window),
        vector.lower,
        vector.upper,
        vector.relaxed,
        vector.single,
        vector.mean,
        unseen.toArray(Unseen[]::new));
  }

  private boolean[] losing(Window window) {
    boolean[] losing = new boolean[layout.size()];
    if (window.coverage().lost().isEmpty()) {
      return losing;
    }
    Map<String, Boolean> loses = new HashMap<>();
    for (int index = 0; index < losing.length; index++) {
      losing[index] =
          loses.computeIfAbsent(layout.features().get(index).actorRole(), window::loses);
    }
    return losing;
  }

  /** The edge of a dictionary number as the vocabulary knows it. */
  public Edge edge(int number) {
    return groups.groupOf(dictionary.edge(number));
  }

  /** The place of an edge of the dictionary, or -1 for an unseen one. */
  public int placeOfEdge(int number) {
    if (number >= placeOfEdge.length) {
      int before = placeOfEdge.length;
      placeOfEdge = Arrays.copyOf(placeOfEdge, Math.max(2 * before, dictionary.size()));
      Arrays.fill(placeOfEdge, before, placeOfEdge.length, NOT_CLASSIFIED);
    }
    int known = placeOfEdge[number];
    if (known != NOT_CLASSIFIED) {
      return known;
    }
    int place = vocabulary.placeOf(edge(number));
    placeOfEdge[number] = place;
    return place;
  }

  /** Fills {@link #keys} with place, container and entry of what the vocabulary knows. */
  private int sortByPlaceAndContainer(Window window, List<Unseen> unseen) {
    if (keys.length < window.size()) {
      keys = new long[2 * window.size()];
    }
    int count = 0;
    for (int entry = 0; entry < window.size(); entry++) {
      int carrier = window.carriers()[entry];
      int edge = window.table().edge(carrier);
      int place = placeOfEdge(edge);
      if (place >= 0) {
        keys[count++] =
            ((long) place << (CONTAINER_BITS + ENTRY_BITS))
                | ((long) window.table().containerOf(carrier) << ENTRY_BITS)
                | entry;
      } else if (window.phases()[entry] == STEADY) {
        unseen.add(
            new Unseen(
                edge,
                carrier,
                window.calls()[entry],
                window.bytes()[entry],
                window.errors()[entry]));
      }
    }
    Arrays.sort(keys, 0, count);
    return count;
  }

  /** Sums the entries of one place, [from, to) of the keys, over the containers. */
  private void fold(Window window, int place, int from, int to, Vector vector) {
    int first = layout.firstFeature(place);
    int end = layout.firstFeature(place + 1);
    for (Quantity quantity : QUANTITIES) {
      if (first >= end) {
        return;
      }
      long[] amounts = quantity == Quantity.CALLS ? window.calls() : window.bytes();
      long steady = 0;
      long all = 0;
      long most = 0;
      int containers = 0;
      long ofContainer = 0;
      for (int i = from; i < to; i++) {
        int entry = (int) (keys[i] & ((1L << ENTRY_BITS) - 1));
        boolean next = i == from || containerOf(keys[i]) != containerOf(keys[i - 1]);
        ofContainer = next ? 0 : ofContainer;
        all += amounts[entry];
        if (window.phases()[entry] == STEADY) {
          containers += ofContainer == 0 && amounts[entry] > 0 ? 1 : 0;
          steady += amounts[entry];
          ofContainer += amounts[entry];
          most = Math.max(most, ofContainer);
        }
      }
      for (Statistic statistic : layout.folding().statistics()) {
        float instances = Math.max(1, containers);
        float low =
            switch (statistic) {
              case TOTAL -> steady;
              case MEAN -> steady / instances;
              case MAXIMUM -> most;
            };
        float high =
            switch (statistic) {
              case TOTAL -> all;
              case MEAN -> all / instances;
              case MAXIMUM -> Math.max(most, all - steady);
            };
        vector.lower[first] = low;
        vector.upper[first] = high;
        vector.single[first] = most;
        vector.mean[first] = steady / instances;
        first++;
      }
    }
  }

  private void relax(Window window, Vector vector) {
    List<Feature> features = layout.features();
    for (int index = 0; index < features.size(); index++) {
      Feature feature = features.get(index);
      Edge edge = feature.edge();
      vector.relaxed[index] =
          edge == null
              || anyAbsent(window, feature.roles())
              || (isBetweenRoles(edge) && anyChanging(window, feature.roles()));
    }
  }

  /** A peer that comes or goes is connected to anew, asked again, or not asked for a while. */
  private static boolean isBetweenRoles(Edge edge) {
    return edge.controlsConnections() || edge.peerRole() != null;
  }

  /** Whether a role had, for a time, no container past its start-up. */
  private static boolean anyAbsent(Window window, List<String> roles) {
    for (String role : roles) {
      if (window.role(role).fewest() == 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean anyChanging(Window window, List<String> roles) {
    for (String role : roles) {
      if (window.role(role).changing()) {
        return true;
      }
    }
    return false;
  }

  /**
   * With n containers instead of the usual n0 an amount that follows the load stays, one that every
   * container does by itself becomes n/n0 of it. Either is fine, and anything between.
   */
  private boolean widenForInstances(Window window, Vector vector) {
    if (layout.folding() == Folding.MEAN_AND_MAXIMUM || !isUnusualIn(window)) {
      return false;
    }
    List<Feature> features = layout.features();
    for (int index = 0; index < features.size(); index++) {
      double least = 1;
      double most = 1;
      for (String role : features.get(index).roles()) {
        RoleState state = window.role(role);
        int usual = usualInstances.getOrDefault(role, 0);
        if (usual > 0 && state.most() > 0) {
          least = Math.min(least, usual / (double) state.most());
          most = Math.max(most, usual / (double) Math.max(1, state.fewest()));
        }
      }
      vector.lower[index] *= (float) least;
      vector.upper[index] *= (float) most;
    }
    return true;
  }

  private boolean isUnusualIn(Window window) {
    for (Map.Entry<String, Integer> usual : usualInstances.entrySet()) {
      RoleState state = window.role(usual.getKey());
      if (state.most() > 0
          && (state.most() != usual.getValue() || state.fewest() != usual.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static int placeOf(long key) {
    return (int) (key >>> (CONTAINER_BITS + ENTRY_BITS));
  }

  private static long containerOf(long key) {
    return key >>> ENTRY_BITS;
  }

  private static final class Vector {
    private final float[] lower;
    private final float[] upper;
    private final boolean[] relaxed;
    private final float[] single;
    private final float[] mean;

    private Vector(int size) {
      lower = new float[size];
      upper = new float[size];
      relaxed = new boolean[size];
      single = new float[size];
      mean = new float[size];
    }
  }
}
