package io.distappguard.behaviour.learn;

/** There is too little to learn from; the message says what is missing and why. */
public final class TooLittleException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  TooLittleException(String message) {
    super(message);
  }
}
