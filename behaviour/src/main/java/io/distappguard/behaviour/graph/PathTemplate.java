package io.distappguard.behaviour.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Paths with what changes from run to run taken out: numbers, uuids, hashes, dates and random names
 * become placeholders, the container's own folder becomes {@code <container>}, and what lies deeper
 * than {@value #DEPTH} segments is one.
 */
final class PathTemplate {

  private static final int DEPTH = 4;

  /** Whoever makes a file chooses its name; Linux allows 255 bytes a segment, a socket's more. */
  private static final int LONGEST_SEGMENT = 128;

  private static final Pattern UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final String DELETED = " (deleted)";

  private PathTemplate() {}

  /**
   * The template of a path.
   *
   * @param container name of the container; a segment of the path that equals it is the container's
   *     own folder, whatever lies above it
   */
  static String of(String path, String container) {
    String whole =
        path.endsWith(DELETED) ? path.substring(0, path.length() - DELETED.length()) : path;
    if (!whole.startsWith("/")) {
      return segment(whole);
    }
    List<String> segments = new ArrayList<>();
    for (String part : whole.split("/", -1)) {
      if (!part.isEmpty()) {
        segments.add(part);
      }
    }
    int home = segments.lastIndexOf(container);
    StringBuilder template = new StringBuilder(home >= 0 ? "<container>" : "");
    int written = 0;
    for (String part : segments.subList(home + 1, segments.size())) {
      if (written == DEPTH) {
        return template.append("/**").toString();
      }
      template.append('/').append(segment(part));
      written++;
    }
    return template.isEmpty() ? "/" : template.toString();
  }

  /** The template of one segment or of another short name. */
  static String segment(String text) {
    String cut = text.length() > LONGEST_SEGMENT ? text.substring(0, LONGEST_SEGMENT) + "…" : text;
    String withoutUuid = UUID.matcher(cut).replaceAll("<uuid>");
    StringBuilder template = new StringBuilder();
    int at = 0;
    while (at < withoutUuid.length()) {
      char first = withoutUuid.charAt(at);
      if (first == '<') {
        int close = withoutUuid.indexOf('>', at);
        int end = close < 0 ? withoutUuid.length() : close + 1;
        template.append(withoutUuid, at, end);
        at = end;
      } else if (isAlphanumeric(first)) {
        int end = at;
        while (end < withoutUuid.length() && isAlphanumeric(withoutUuid.charAt(end))) {
          end++;
        }
        appendRun(template, withoutUuid.substring(at, end));
        at = end;
      } else {
        template.append(first);
        at++;
      }
    }
    return template.toString();
  }

  private static void appendRun(StringBuilder template, String run) {
    int digits = 0;
    int hexadecimal = 0;
    int changes = 0;
    for (int i = 0; i < run.length(); i++) {
      char character = run.charAt(i);
      boolean digit = Character.isDigit(character);
      digits += digit ? 1 : 0;
      hexadecimal += Character.digit(character, 16) >= 0 ? 1 : 0;
      changes += i > 0 && digit != Character.isDigit(run.charAt(i - 1)) ? 1 : 0;
    }
    if (digits == 0) {
      template.append(run);
    } else if (digits == run.length()) {
      template.append("<n>");
    } else if (run.length() >= 8 && hexadecimal == run.length()) {
      template.append("<hex>");
    } else if (run.length() >= 6 && changes >= 3) {
      template.append("<random>");
    } else {
      appendWithoutDigits(template, run);
    }
  }

  private static void appendWithoutDigits(StringBuilder template, String run) {
    boolean inNumber = false;
    for (int i = 0; i < run.length(); i++) {
      char character = run.charAt(i);
      if (!Character.isDigit(character)) {
        template.append(character);
        inNumber = false;
      } else if (!inNumber) {
        template.append("<n>");
        inNumber = true;
      }
    }
  }

  private static boolean isAlphanumeric(char character) {
    return (character >= '0' && character <= '9')
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }
}
