package io.distappguard.behaviour.window;

/**
 * The instances of a role over a window.
 *
 * @param fewest containers past their start-up, at the least
 * @param most containers with a process, at the most
 * @param changing whether one started or stopped in the window or a moment before
 */
public record RoleState(int fewest, int most, boolean changing) {

  static final RoleState NONE = new RoleState(0, 0, false);

  RoleState and(RoleState other) {
    return new RoleState(
        Math.min(fewest, other.fewest), Math.max(most, other.most), changing || other.changing);
  }
}
