package io.distappguard.telemetry.recording;

import java.io.IOException;

/** Something in a recording's file cannot be read, at a place that is known. */
final class DamageException extends IOException {

  private static final long serialVersionUID = 1;

  private final String position;

  /**
   * Damage at a place.
   *
   * @param position as {@code file:record}, or {@code file:byte N} of a block
   */
  DamageException(String position, Exception cause) {
    super(position + ": damaged: " + cause.getMessage(), cause);
    this.position = position;
  }

  String position() {
    return position;
  }
}
