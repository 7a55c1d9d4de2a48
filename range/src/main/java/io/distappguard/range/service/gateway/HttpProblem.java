package io.distappguard.range.service.gateway;

import java.io.Serial;

/** A request that is answered with an error status and a message for the client. */
final class HttpProblem extends RuntimeException {

  @Serial private static final long serialVersionUID = 1L;

  private final int status;

  HttpProblem(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
