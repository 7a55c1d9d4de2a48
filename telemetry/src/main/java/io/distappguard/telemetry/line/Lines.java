package io.distappguard.telemetry.line;

import java.io.Closeable;
import java.io.IOException;

/**
 * A stream in pieces of which each holds an event, such as a line: a range of {@link #buffer()},
 * valid until the next {@link #next()}. Not thread-safe.
 */
public interface Lines extends Closeable {

  /** Moves to the next piece; false at the end. */
  boolean next() throws IOException;

  /**
   * Looks closer at a piece that was not understood, since most are told by less than all of their
   * bytes.
   *
   * @return whether the piece at hand is another one now
   */
  default boolean lookCloser() throws IOException {
    return false;
  }

  /** Holds the piece from {@link #from()} to {@link #to()}; the caller must not change it. */
  byte[] buffer();

  /** Index of the piece's first byte. */
  int from();

  /** Index after the piece's last byte, its line end left out. */
  int to();

  /** Whether the piece is longer than the limit; only its beginning is given, or nothing. */
  boolean tooLong();

  /** Whether the stream broke off before its end; known after the last piece. */
  boolean damaged();

  /** The place of the piece's beginning, as {@code name:line}. */
  String position();
}
