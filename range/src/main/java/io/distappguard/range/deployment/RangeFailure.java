package io.distappguard.range.deployment;

import java.io.Serial;

/** Something the range could not do; the message names the place and, where known, the mend. */
public final class RangeFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public RangeFailure(String message) {
    super(message);
  }

  public RangeFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
