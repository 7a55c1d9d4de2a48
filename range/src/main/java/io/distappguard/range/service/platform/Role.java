package io.distappguard.range.service.platform;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A kind of microservice of the social network, with the fixed port it listens on. */
public enum Role {
  GATEWAY(8080),
  COMPOSE_POST(9101),
  UNIQUE_ID(9102),
  TEXT(9103),
  USER_MENTION(9104),
  URL_SHORTEN(9105),
  MEDIA(9106),
  USER(9107),
  SOCIAL_GRAPH(9108),
  POST_STORAGE(9109),
  HOME_TIMELINE(9110),
  USER_TIMELINE(9111);

  private final int port;

  Role(int port) {
    this.port = port;
  }

  /** The TCP port every instance of this role listens on. */
  public int port() {
    return port;
  }

  /** The role as it is written outside of the program, such as {@code compose-post}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The roles this one calls to do its work. */
  public List<Role> calls() {
    return switch (this) {
      case GATEWAY ->
          List.of(
              USER, COMPOSE_POST, MEDIA, HOME_TIMELINE, USER_TIMELINE, SOCIAL_GRAPH, URL_SHORTEN);
      case COMPOSE_POST ->
          List.of(UNIQUE_ID, TEXT, MEDIA, USER, POST_STORAGE, USER_TIMELINE, HOME_TIMELINE);
      case TEXT -> List.of(URL_SHORTEN, USER_MENTION);
      case USER_MENTION -> List.of(USER);
      case HOME_TIMELINE -> List.of(SOCIAL_GRAPH, POST_STORAGE);
      case USER_TIMELINE -> List.of(POST_STORAGE);
      case UNIQUE_ID, URL_SHORTEN, MEDIA, USER, SOCIAL_GRAPH, POST_STORAGE -> List.of();
    };
  }

  /**
   * The role of that label.
   *
   * @throws IllegalArgumentException naming the roles that exist
   */
  public static Role of(String label) {
    for (Role role : values()) {
      if (role.label().equals(label)) {
        return role;
      }
    }
    throw new IllegalArgumentException(
        "role: %s (expected: one of %s)"
            .formatted(
                label, Arrays.stream(values()).map(Role::label).collect(Collectors.joining(", "))));
  }
}
