package io.distappguard.behaviour.role;

import io.distappguard.telemetry.Container;

/**
 * Says which role a container plays. Declared identity is the first; learned identity takes the
 * same place.
 */
@FunctionalInterface
public interface RoleIdentity {

  /** The role, never empty; the same for the same container whenever asked. */
  String roleOf(Container container);

  /**
   * The identity that the deployment declares: the role; else the image without its tag or digest;
   * else the container's name without its trailing number.
   */
  static RoleIdentity declared() {
    return new DeclaredIdentity();
  }
}
