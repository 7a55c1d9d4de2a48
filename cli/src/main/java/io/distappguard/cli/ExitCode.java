package io.distappguard.cli;

/** How the process ends. Documented in {@code --help} and {@code docs/exit-codes-and-output.md}. */
public final class ExitCode {

  /** Done, and nothing found. */
  public static final int DONE = 0;

  /** It could not be done; one line on standard error says why and how to mend it. */
  public static final int ERROR = 1;

  /** The command line was wrong. */
  public static final int USAGE = 2;

  /** Done, and anomalies were found. */
  public static final int ANOMALIES_FOUND = 3;

  private ExitCode() {}
}
