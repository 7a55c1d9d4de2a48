package io.distappguard.range.attack;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * The attacker's end of a shell that connected back. Like a person, takes a command as finished
 * when the prompt has come and nothing follows it for a moment. Not thread-safe.
 */
final class Shell {
  private static final int QUIET_MILLIS = 150;
  private static final long LONGEST_COMMAND_NANOS = 10_000_000_000L;
  private static final int LONGEST_OUTPUT = 1 << 20;

  private final Socket socket;
  private final long deadline;
  private boolean ended;

  /**
   * @param deadline on the clock of {@link System#nanoTime}
   */
  Shell(Socket socket, long deadline) {
    this.socket = socket;
    this.deadline = deadline;
  }

  /** Types a command and returns what came back, with the echo and the next prompt. */
  String run(String command) throws IOException {
    type(command);
    return untilPrompt();
  }

  /** Types {@code exit} and reads until the shell is gone. */
  void leave() throws IOException {
    if (!ended) {
      type("exit");
      untilPrompt();
    }
  }

  /** Reads until a prompt with quiet after it, the end of the shell, or the end of the time. */
  String untilPrompt() throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder output = new StringBuilder();
    byte[] buffer = new byte[8_192];
    long end = Math.min(deadline, System.nanoTime() + LONGEST_COMMAND_NANOS);
    while (!ended && System.nanoTime() < end && output.length() < LONGEST_OUTPUT) {
      socket.setSoTimeout(QUIET_MILLIS);
      try {
        int read = in.read(buffer);
        ended = read < 0;
        if (read > 0) {
          output.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
        }
      } catch (SocketTimeoutException quiet) {
        if (endsInPrompt(output)) {
          break;
        }
      } catch (SocketException gone) {
        ended = true;
      }
    }
    return output.toString();
  }

  private void type(String command) throws IOException {
    socket.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Terminal control sequences may follow the prompt's sign, so only the last line counts. */
  private static boolean endsInPrompt(CharSequence output) {
    String text = output.toString();
    String last = text.substring(text.lastIndexOf('\n') + 1);
    return last.contains("$ ") || last.contains("# ");
  }
}
