package io.distappguard.behaviour.detect;

/** A stream and a profile have no role in common. */
public final class OtherApplicationException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  OtherApplicationException(String message) {
    super(message);
  }
}
