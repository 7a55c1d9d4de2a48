package io.distappguard.telemetry.scap;

import java.nio.charset.StandardCharsets;

/** Argument vectors, whose arguments each end in a zero. */
final class Arguments {

  private static final int LONGEST = 256;

  private Arguments() {}

  /** Joined by spaces behind the executable's own name, cut short. */
  static String joined(String executable, byte[] bytes, int from, int to) {
    int end = Math.min(to, from + 4 * LONGEST);
    while (end > from && bytes[end - 1] == 0) {
      end--;
    }
    String rest = new String(bytes, from, end - from, StandardCharsets.UTF_8).replace('\0', ' ');
    String whole =
        rest.isEmpty() || executable.isEmpty() ? executable + rest : executable + " " + rest;
    return whole.length() > LONGEST ? whole.substring(0, LONGEST) : whole;
  }
}
