package io.distappguard.telemetry.otlp;

/** A message holds what protobuf does not allow. Has no stack trace: rubbish may throw many. */
final class DamagedMessageException extends Exception {

  private static final long serialVersionUID = 1;

  DamagedMessageException(String message) {
    super(message, null, false, false);
  }
}
