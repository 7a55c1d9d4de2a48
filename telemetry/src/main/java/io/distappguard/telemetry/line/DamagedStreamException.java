package io.distappguard.telemetry.line;

import java.io.IOException;
import java.io.InputStream;

/** A compressed stream breaks off or holds what its format does not allow. */
public final class DamagedStreamException extends IOException {

  private static final long serialVersionUID = 1;

  public DamagedStreamException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A stream that is damaged at its very beginning in this way. */
  public InputStream asStream() {
    DamagedStreamException damage = this;
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw damage;
      }
    };
  }
}
