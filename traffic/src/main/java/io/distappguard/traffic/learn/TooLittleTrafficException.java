package io.distappguard.traffic.learn;

import java.io.Serial;

/** There is too little traffic to learn from; the message says how much is needed. */
public final class TooLittleTrafficException extends IllegalArgumentException {

  @Serial private static final long serialVersionUID = 1L;

  TooLittleTrafficException(String message) {
    super(message);
  }
}
