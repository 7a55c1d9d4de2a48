package io.distappguard.behaviour.window;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What all carriers did in a window: parallel arrays with one entry for each carrier and phase that
 * did anything. The arrays are shared; nobody may change them.
 *
 * @param table who the carriers are
 * @param startMillis beginning, in milliseconds since the epoch
 * @param endMillis end, exclusive
 * @param carriers carrier of each entry
 * @param phases {@link Phase#ordinal()} of each entry
 * @param calls calls of each entry
 * @param bytes bytes of each entry
 * @param errors failed calls of each entry
 * @param roles the instances of every role seen so far
 * @param established roles of which a container has passed its start-up
 * @param begun containers whose start-up began in the window
 * @param settled containers whose start-up ended in the window
 * @param stopped containers whose last process ended in the window
 * @param coverage how much of it was seen
 */
public record Window(
    CarrierTable table,
    long startMillis,
    long endMillis,
    int[] carriers,
    byte[] phases,
    long[] calls,
    long[] bytes,
    long[] errors,
    Map<String, RoleState> roles,
    Set<String> established,
    List<Integer> begun,
    List<Integer> settled,
    List<Integer> stopped,
    Coverage coverage) {

  public int size() {
    return carriers.length;
  }

  /** Whether any container of a role did anything. */
  public boolean acts(String role) {
    for (int carrier : carriers) {
      if (table.role(table.containerOf(carrier)).equals(role)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a container of this role may have done more than was seen. */
  public boolean loses(String role) {
    for (int container : coverage.lost().keySet()) {
      if (container == Coverage.ANY || table.role(container).equals(role)) {
        return true;
      }
    }
    return false;
  }

  /** Whether what an entry's container did may be more than was seen. */
  public boolean losesEntry(int entry) {
    return !coverage.lost().isEmpty() && coverage.lost(table.containerOf(carriers[entry]));
  }

  public RoleState role(String role) {
    return roles.getOrDefault(role, RoleState.NONE);
  }

  /** Whether a container of any role started or stopped in it or a moment before. */
  public boolean changing() {
    for (RoleState state : roles.values()) {
      if (state.changing()) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "Window[" + startMillis + " to " + endMillis + ", " + size() + " entries]";
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
