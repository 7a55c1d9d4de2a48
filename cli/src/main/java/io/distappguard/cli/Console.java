package io.distappguard.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a command reads from and writes to besides files.
 *
 * @param in standard input, for {@code -}
 * @param out results, and nothing else
 * @param err progress, notes and errors
 * @param errIsTerminal whether a person watches {@code err}: only then is a progress bar drawn
 */
public record Console(InputStream in, PrintWriter out, PrintWriter err, boolean errIsTerminal) {

  /** The streams of this process, in UTF-8 whatever the locale: JSON is UTF-8. */
  static Console ofProcess() {
    return new Console(
        new FileInputStream(FileDescriptor.in),
        writer(new FileOutputStream(FileDescriptor.out)),
        writer(new FileOutputStream(FileDescriptor.err)),
        // the launcher knows (test -t 2); the JVM only knows of standard input and output
        Boolean.getBoolean("distappguard.terminal"));
  }

  private static PrintWriter writer(OutputStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), false);
  }
}
