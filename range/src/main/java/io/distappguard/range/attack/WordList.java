package io.distappguard.range.attack;

import java.util.SplittableRandom;

/**
 * Passwords as people make them: a word, perhaps with a capital letter, a year or digits, a sign.
 * Endless and seeded; never a right password of a seeded user. Not thread-safe.
 */
final class WordList {
  private static final String[] WORDS = {
    "password", "welcome", "dragon", "monkey", "sunshine", "football", "master", "shadow", "summer",
    "winter", "spring", "autumn", "princess", "flower", "hello", "secret", "letmein", "freedom",
    "whatever", "computer", "internet", "starwars", "cheese", "coffee", "ginger", "banana"
  };
  private static final String[] SIGNS = {"", "", "", "!", "?", ".", "#", "*"};

  private final SplittableRandom random;

  WordList(SplittableRandom random) {
    this.random = random;
  }

  String next() {
    String word = WORDS[random.nextInt(WORDS.length)];
    if (random.nextInt(3) == 0) {
      word = Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
    String digits =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> Integer.toString(random.nextInt(1960, 2027));
          case 2 -> "123456".substring(0, random.nextInt(1, 7));
          default -> Integer.toString(random.nextInt(1_000));
        };
    return word + digits + SIGNS[random.nextInt(SIGNS.length)];
  }
}
