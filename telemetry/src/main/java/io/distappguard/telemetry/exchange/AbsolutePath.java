package io.distappguard.telemetry.exchange;

import java.util.ArrayDeque;

/** Paths as programs give them, made absolute. */
public final class AbsolutePath {

  private AbsolutePath() {}

  /**
   * The path with {@code .} and {@code ..} taken out; relative only if the directory is unknown.
   *
   * @param directory what a relative path is relative to; empty where unknown
   */
  public static String of(String directory, String path) {
    String whole = path.startsWith("/") || directory.isEmpty() ? path : directory + "/" + path;
    if (!whole.contains("/.") && !whole.contains("//") && !whole.startsWith("./")) {
      return whole;
    }
    ArrayDeque<String> parts = new ArrayDeque<>();
    for (String part : whole.split("/", -1)) {
      if (part.equals("..") && !parts.isEmpty() && !parts.peekLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    String joined = String.join("/", parts);
    return whole.startsWith("/") ? "/" + joined : joined;
  }
}
