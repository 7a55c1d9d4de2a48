package io.distappguard.telemetry.strace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** Paths as given by the program, to absolute paths. */
final class Paths {

  private static final byte[] WORKING_DIRECTORY = "AT_FDCWD".getBytes(StandardCharsets.US_ASCII);

  private Paths() {}

  /**
   * The path given as an argument, made absolute by the directory descriptor before it where one
   * stands there, else by the working directory.
   */
  static String argument(TracedProcess process, StraceLine line, int index) {
    byte[] buffer = line.buffer();
    String path = ByteText.quoted(buffer, line.argumentFrom(index), line.argumentTo(index));
    String directory = process.directory;
    if (index > 0) {
      int from = line.argumentFrom(index - 1);
      int to = line.argumentTo(index - 1);
      boolean working = ByteText.indexOf(buffer, from, to, WORKING_DIRECTORY) == from;
      int annotation = from;
      while (annotation < to && buffer[annotation] != '<' && buffer[annotation] != '"') {
        annotation++;
      }
      if (annotation < to && buffer[annotation] == '<') {
        int end = Annotations.end(buffer, annotation, to);
        if (end > 0) {
          directory = ByteText.unescaped(buffer, annotation + 1, end - 1);
          if (working) {
            process.directory = directory;
          }
        }
      }
    }
    return absolute(directory, path);
  }

  /**
   * The path with {@code .} and {@code ..} taken out; relative only if the directory is unknown.
   */
  static String absolute(String directory, String path) {
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
