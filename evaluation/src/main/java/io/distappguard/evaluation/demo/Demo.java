package io.distappguard.evaluation.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Learns a profile from a folder of recordings, replays its benign test and attack runs, and
 * compares. Prints nothing: the command does.
 */
public final class Demo {

  /**
   * What to do.
   *
   * @param recordings folder with one recording a run, sorted by each recording's own kind
   * @param report file to write the HTML report to, or null for none
   * @param seed seed of everything random in learning
   */
  public record Request(Path recordings, @Nullable Path report, long seed) {}

  /**
   * What came out.
   *
   * @param text the table for people, lines ended by a newline
   * @param json the same as one object
   */
  public record Result(String text, ObjectNode json) {}

  /** Told how far it is. */
  @FunctionalInterface
  public interface Progress {

    /** {@code done} of {@code total} steps are behind us, and this is what comes now. */
    void step(String what, int done, int total);
  }

  private final Request request;
  private final Progress progress;

  /** A demo that runs once. */
  public Demo(Request request, Progress progress) {
    this.request = request;
    this.progress = progress;
  }

  /**
   * Does it all.
   *
   * @throws IOException if a recording cannot be read or the report not be written
   */
  public Result run() throws IOException {
    progress.step("looking at " + request.recordings(), 0, 1);
    throw new IOException(request.recordings() + ": the demo is not there yet");
  }
}
