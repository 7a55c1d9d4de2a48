package io.distappguard.traffic.chain;

import java.util.regex.Pattern;

/**
 * Operation names with what differs from request to request taken out: numbers become {@code <n>},
 * uuids {@code <uuid>}, hashes {@code <hex>}, random names {@code <random>}; the query of a URL is
 * cut off. Version numbers ({@code /v1/}) and digits inside names ({@code Travel2Controller})
 * belong to the name and stay.
 */
final class OperationTemplate {

  private static final int LONGEST = 200;
  private static final int SHORTEST_HASH = 8;
  private static final int SHORTEST_RANDOM = 12;
  private static final Pattern UUID =
      Pattern.compile(
          "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
  private static final Pattern QUERY = Pattern.compile("(/[^\\s?]*)\\?\\S*");
  private static final Pattern VERSION = Pattern.compile("[vV][0-9]{1,2}");

  private OperationTemplate() {}

  /** The template of an operation's name; the same object where nothing is to be replaced. */
  static String of(String operation) {
    if (isPlain(operation)) {
      return operation;
    }
    String text = operation.length() > LONGEST ? operation.substring(0, LONGEST) + '…' : operation;
    if (text.indexOf('?') >= 0) {
      text = QUERY.matcher(text).replaceAll("$1");
    }
    if (text.indexOf('-') >= 0) {
      text = UUID.matcher(text).replaceAll("<uuid>");
    }
    StringBuilder template = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && isAlphanumeric(text.charAt(end))) {
        end++;
      }
      if (end == at) {
        template.append(text.charAt(at++));
      } else {
        boolean segment =
            at > 0
                && text.charAt(at - 1) == '/'
                && (end == text.length() || text.charAt(end) == '/');
        appendRun(template, text.substring(at, end), segment);
        at = end;
      }
    }
    return template.toString();
  }

  private static boolean isPlain(String operation) {
    if (operation.length() > LONGEST) {
      return false;
    }
    for (int i = 0; i < operation.length(); i++) {
      char character = operation.charAt(i);
      if (character == '?' || isDigit(character)) {
        return false;
      }
    }
    return true;
  }

  /** Appends the template of a run of letters and digits. */
  private static void appendRun(StringBuilder template, String run, boolean segment) {
    int digits = 0;
    int hexadecimal = 0;
    int changes = 0;
    int trailing = 0;
    for (int i = 0; i < run.length(); i++) {
      char character = run.charAt(i);
      boolean digit = isDigit(character);
      digits += digit ? 1 : 0;
      hexadecimal += Character.digit(character, 16) >= 0 ? 1 : 0;
      changes += i > 0 && digit != isDigit(run.charAt(i - 1)) ? 1 : 0;
      trailing = digit ? trailing + 1 : 0;
    }
    if (digits == 0) {
      template.append(run);
    } else if (digits == run.length()) {
      template.append("<n>");
    } else if (run.length() >= SHORTEST_HASH && hexadecimal == run.length()) {
      template.append("<hex>");
    } else if (run.length() >= SHORTEST_RANDOM && changes >= 4) {
      template.append("<random>");
    } else if (trailing >= 3 || (segment && trailing > 0 && !VERSION.matcher(run).matches())) {
      template.append(run, 0, run.length() - trailing).append("<n>");
    } else {
      template.append(run);
    }
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isAlphanumeric(char character) {
    return isDigit(character)
        || (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z');
  }
}
