package io.distappguard.telemetry.line;

import java.io.IOException;

/** A compressed stream breaks off or holds what its format does not allow. */
public final class DamagedStreamException extends IOException {

  private static final long serialVersionUID = 1;

  public DamagedStreamException(String message, Throwable cause) {
    super(message, cause);
  }
}
