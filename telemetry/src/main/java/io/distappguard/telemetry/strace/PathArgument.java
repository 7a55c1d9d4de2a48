package io.distappguard.telemetry.strace;

import io.distappguard.telemetry.exchange.AbsolutePath;
import io.distappguard.telemetry.syscall.TracedProcess;
import java.nio.charset.StandardCharsets;

/** PathArgument as given by the program, to absolute paths. */
final class PathArgument {

  private static final byte[] WORKING_DIRECTORY = "AT_FDCWD".getBytes(StandardCharsets.US_ASCII);

  private PathArgument() {}

  /**
   * The path given as an argument, made absolute by the directory descriptor before it where one
   * stands there, else by the working directory.
   */
  static String absolute(TracedProcess process, StraceLine line, int index) {
    byte[] buffer = line.buffer();
    String path = ByteText.quoted(buffer, line.argumentFrom(index), line.argumentTo(index));
    String directory = process.directory();
    if (index > 0) {
      int from = line.argumentFrom(index - 1);
      int to = line.argumentTo(index - 1);
      boolean working = ByteText.indexOf(buffer, from, to, WORKING_DIRECTORY) == from;
      int annotation = from;
      while (annotation < to && buffer[annotation] != '<' && buffer[annotation] != '"') {
        annotation++;
      }
      if (annotation < to && buffer[annotation] == '<') {
        int end = Annotations.end(buffer, annotation, to);
        if (end > 0) {
          directory = ByteText.unescaped(buffer, annotation + 1, end - 1);
          if (working) {
            process.directory(directory);
          }
        }
      }
    }
    return AbsolutePath.of(directory, path);
  }
}
