package io.distappguard.traffic.detect;

import java.io.Serial;

/** The calls are of an application that the profile does not know. */
public final class OtherTrafficException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  OtherTrafficException(String message) {
    super(message);
  }
}
