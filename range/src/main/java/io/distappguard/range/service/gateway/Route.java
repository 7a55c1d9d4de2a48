package io.distappguard.range.service.gateway;

/** The things the HTTP API can be asked for. */
enum Route {
  HEALTH("GET", "/health"),
  REGISTER("POST", "/api/register"),
  LOGIN("POST", "/api/login"),
  LOGOUT("POST", "/api/logout"),
  MEDIA("POST", "/api/media"),
  POSTS("POST", "/api/posts"),
  HOME_TIMELINE("GET", "/api/home-timeline"),
  USER_TIMELINE("GET", "/api/user-timeline/{username}"),
  FOLLOW("POST", "/api/follow"),
  SHORT_URL("GET", "/s/{code}"),
  UNKNOWN("", "");

  private final String method;
  private final String template;

  Route(String method, String template) {
    this.method = method;
    this.template = template;
  }

  /** The route of a request; {@link #UNKNOWN} when there is none. */
  static Route of(String method, String path) {
    for (Route route : values()) {
      if (route.method.equals(method) && route.matches(path)) {
        return route;
      }
    }
    return UNKNOWN;
  }

  String template() {
    return template;
  }

  /** Low in number whatever clients ask for: unknown paths share the method's name. */
  String spanName(String requested) {
    return this == UNKNOWN ? requested : method + " " + template;
  }

  /** What stands in the place of the template's last part. */
  String variable(String path) {
    return path.substring(template.indexOf('{'));
  }

  private boolean matches(String path) {
    int brace = template.indexOf('{');
    return brace < 0
        ? template.equals(path)
        : path.length() > brace
            && path.startsWith(template.substring(0, brace))
            && path.indexOf('/', brace) < 0;
  }
}
