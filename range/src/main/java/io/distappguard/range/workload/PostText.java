package io.distappguard.range.workload;

import java.util.SplittableRandom;

/** Text of posts: words, now and then a mention of another user or a long address. Stateless. */
final class PostText {
  private static final String[] WORDS = {
    "the",
    "a",
    "and",
    "of",
    "to",
    "we",
    "you",
    "this",
    "today",
    "tomorrow",
    "morning",
    "evening",
    "coffee",
    "train",
    "city",
    "river",
    "mountain",
    "garden",
    "music",
    "concert",
    "picture",
    "book",
    "story",
    "friend",
    "family",
    "weather",
    "rain",
    "sun",
    "snow",
    "garlic",
    "bread",
    "soup",
    "dinner",
    "holiday",
    "journey",
    "street",
    "market",
    "bicycle",
    "football",
    "match",
    "goal",
    "winter",
    "summer",
    "again",
    "never",
    "always",
    "maybe",
    "really",
    "quite",
    "good",
    "better",
    "slow",
    "fast",
    "old",
    "new",
    "green",
    "blue",
    "red",
    "found",
    "lost",
    "saw",
    "made",
    "bought"
  };

  private PostText() {}

  static String compose(PopularUsers population, SplittableRandom random) {
    int words = 4 + (int) Math.min(60, 10 * Math.exp(0.7 * random.nextGaussian()));
    StringBuilder text = new StringBuilder(words * 7);
    for (int index = 0; index < words; index++) {
      if (index > 0) {
        text.append(' ');
      }
      double draw = random.nextDouble();
      if (draw < 0.04) {
        text.append('@').append(username(population.draw(random)));
      } else if (draw < 0.07) {
        appendAddress(text, random);
      } else {
        text.append(word(random));
      }
    }
    return text.toString();
  }

  /** The name of a seeded user. */
  static String username(int user) {
    return "user" + user;
  }

  private static void appendAddress(StringBuilder text, SplittableRandom random) {
    text.append("http://").append(word(random)).append(".example");
    for (int depth = random.nextInt(1, 5); depth > 0; depth--) {
      text.append('/').append(word(random));
    }
    text.append("?id=").append(random.nextInt(1, 1_000_000));
  }

  private static String word(SplittableRandom random) {
    return WORDS[random.nextInt(WORDS.length)];
  }
}
