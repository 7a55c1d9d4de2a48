package io.distappguard.range.workload;

import java.util.LinkedHashSet;
import java.util.SplittableRandom;

/**
 * Who is logged in according to the schedule, oldest login first; bounded. Part of the schedule,
 * not of the sending, so that the same seed makes the same requests however the server answers. Not
 * thread-safe.
 */
final class OnlineUsers {
  private static final int DRAWS = 32;

  private final PopularUsers population;
  private final int limit;
  private final LinkedHashSet<Integer> online = new LinkedHashSet<>();

  OnlineUsers(PopularUsers population, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("sessions: " + limit + " (expected: >= 1)");
    }
    this.population = population;
    this.limit = limit;
  }

  int size() {
    return online.size();
  }

  int limit() {
    return limit;
  }

  /** Adds or renews a user; returns who has to leave for it, or -1. */
  int enter(int user) {
    online.remove(user);
    int leaving = -1;
    if (online.size() >= limit) {
      leaving = online.getFirst();
      online.remove(leaving);
    }
    online.add(user);
    return leaving;
  }

  /** One of those online, each as often. */
  int drawEvenly(SplittableRandom random) {
    return online.stream().skip(random.nextInt(online.size())).findFirst().orElseThrow();
  }

  /** One of those online, the popular ones more often. */
  int draw(SplittableRandom random) {
    for (int attempt = 0; attempt < DRAWS; attempt++) {
      int user = population.draw(random);
      if (online.contains(user)) {
        return user;
      }
    }
    return online.getLast();
  }
}
