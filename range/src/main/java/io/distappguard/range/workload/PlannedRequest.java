package io.distappguard.range.workload;

import org.jspecify.annotations.Nullable;

/**
 * One thing a user of the social network is going to do.
 *
 * @param atSeconds when it is due, in seconds from the start of the run
 */
record PlannedRequest(double atSeconds, Action action) {

  /** What is done; users are numbers, 0 the first of the seeded ones. */
  sealed interface Action {}

  record ReadHomeTimeline(int user, int start) implements Action {}

  record ReadUserTimeline(int user, int author, int start) implements Action {}

  /**
   * @param media what to upload before the post and attach to it, or null
   */
  record ComposePost(int user, String text, @Nullable Media media) implements Action {}

  /**
   * @param sizeBytes length of the content
   * @param seed what the content is made from
   */
  record Media(String fileName, int sizeBytes, long seed) {}

  /**
   * @param leaving a user whose session is ended first, to keep the number of sessions bounded, or
   *     -1
   */
  record Login(int user, int leaving) implements Action {}

  record MistypedLogin(int user) implements Action {}

  record Follow(int user, int followed) implements Action {}

  /**
   * @param number counts the registrations of this run from 0
   */
  record Register(int number) implements Action {}
}
