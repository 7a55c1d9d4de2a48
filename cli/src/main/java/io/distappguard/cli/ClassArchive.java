package io.distappguard.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * Runs the small commands once, so that a JVM started with {@code -XX:ArchiveClassesAtExit} writes
 * down the classes they load. The launcher does so after each build: a later start then maps them
 * instead of parsing and verifying some two thousand of them.
 */
final class ClassArchive {

  private ClassArchive() {}

  /** Takes no arguments and prints nothing; what the commands answer does not matter here. */
  public static void main(String[] arguments) {
    run("--version");
    run("inspect", "--help");
  }

  private static void run(String... arguments) {
    Console nowhere =
        new Console(
            new ByteArrayInputStream(new byte[0]),
            new PrintWriter(new StringWriter()),
            new PrintWriter(new StringWriter()),
            false);
    DistAppGuard.run(nowhere, arguments);
  }
}
