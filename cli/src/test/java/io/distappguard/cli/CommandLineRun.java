package io.distappguard.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line within the test, with what it wrote. */
record CommandLineRun(int exitCode, String out, String err) {

  static CommandLineRun of(String... arguments) {
    return withInput(new byte[0], arguments);
  }

  static CommandLineRun withInput(byte[] input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new ByteArrayInputStream(input), new PrintWriter(out), new PrintWriter(err), false);
    int exitCode = DistAppGuard.run(console, arguments);
    return new CommandLineRun(exitCode, out.toString(), err.toString());
  }
}
