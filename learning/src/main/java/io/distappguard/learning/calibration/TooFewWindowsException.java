package io.distappguard.learning.calibration;

import java.io.Serial;

/** Too few benign windows to set a threshold; the message says how many are needed. */
public final class TooFewWindowsException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  TooFewWindowsException(String message) {
    super(message);
  }
}
