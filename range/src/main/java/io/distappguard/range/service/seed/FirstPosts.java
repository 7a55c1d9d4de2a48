package io.distappguard.range.service.seed;

import io.distappguard.range.rpc.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the users wrote before anyone watched: about five short posts each, with some mentions. */
final class FirstPosts {

  /** 2026-01-02, so that all later posts are newer. */
  private static final long FIRST_MILLIS = 1_767_312_000_000L;

  private static final String[] WORDS =
      ("morning coffee train late again sunny lake market fresh bread garden concert tonight "
              + "friends photo mountain trail rain window book chapter done finally weekend plans "
              + "dinner recipe old town bridge light evening walk dog river home quiet music new")
          .split(" ");

  private FirstPosts() {}

  /** The posts in the order of their time; ids count from 1, authors' ids are user number + 1. */
  static List<Post> write(int users, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> authors = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      int count = 3 + random.nextInt(5);
      for (int i = 0; i < count; i++) {
        authors.add(random.nextInt(authors.size() + 1), user);
      }
    }
    List<Post> posts = new ArrayList<>(authors.size());
    for (int author : authors) {
      long id = posts.size() + 1L;
      posts.add(
          Post.newBuilder()
              .setPostId(id)
              .setAuthorId(author + 1L)
              .setUsername("user" + author)
              .setText(text(users, random))
              .setTimestampMillis(FIRST_MILLIS + id * 60_000)
              .build());
    }
    return posts;
  }

  private static String text(int users, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int words = 4 + random.nextInt(25);
    for (int i = 0; i < words; i++) {
      text.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
    if (random.nextInt(5) == 0) {
      text.append(" @user").append(random.nextInt(users));
    }
    return text.toString();
  }
}
