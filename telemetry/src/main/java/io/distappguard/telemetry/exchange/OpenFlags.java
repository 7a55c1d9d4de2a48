package io.distappguard.telemetry.exchange;

/**
 * What the flags of an open, written out, ask for. The same few come with every open, so the last
 * are remembered. Not thread-safe.
 */
public final class OpenFlags {

  private String last = "";
  private boolean lastWrite;

  /** Whether a file is opened for writing, created or truncated. */
  public boolean write(String flags) {
    if (!flags.equals(last)) {
      lastWrite =
          flags.contains("O_WRONLY")
              || flags.contains("O_RDWR")
              || flags.contains("O_CREAT")
              || flags.contains("O_TRUNC");
      last = flags;
    }
    return lastWrite;
  }
}
