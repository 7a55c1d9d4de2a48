package io.distappguard.behaviour.role;

import io.distappguard.telemetry.Container;
import java.util.regex.Pattern;

/** The role that is declared, else the image without its tag (docs/methods.md, roles). */
final class DeclaredIdentity implements RoleIdentity {

  private static final Pattern REPLICA_NUMBER = Pattern.compile("[-_.]\\d+$");

  @Override
  public String roleOf(Container container) {
    String role = container.role();
    if (role != null && !role.isBlank()) {
      return role;
    }
    String image = container.image();
    if (image != null && !image.isBlank()) {
      return withoutVersion(image);
    }
    String name = REPLICA_NUMBER.matcher(container.name()).replaceFirst("");
    return name.isEmpty() ? "unknown" : name;
  }

  private static String withoutVersion(String image) {
    int digest = image.indexOf('@');
    String tagged = digest < 0 ? image : image.substring(0, digest);
    int colon = tagged.lastIndexOf(':');
    // A colon before the last slash belongs to the registry's port.
    return colon > tagged.lastIndexOf('/') ? tagged.substring(0, colon) : tagged;
  }
}
