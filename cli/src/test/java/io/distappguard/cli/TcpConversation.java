package io.distappguard.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A program that talks to itself over TCP: twenty connections of as many sizes. */
public final class TcpConversation {

  private static final int CONNECTIONS = 20;

  private TcpConversation() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(server));
      answering.start();
      for (int number = 0; number < CONNECTIONS; number++) {
        ask(server.getLocalPort(), number);
      }
      answering.join();
    }
  }

  private static void ask(int port, int number) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(new byte[100 + 37 * number]);
      socket.shutdownOutput();
      InputStream in = socket.getInputStream();
      if (in.readAllBytes().length != 1000 + 100 * number) {
        throw new IOException("an answer of another length");
      }
    }
  }

  private static void answer(ServerSocket server) {
    for (int number = 0; number < CONNECTIONS; number++) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().readAllBytes();
        socket.getOutputStream().write(new byte[1000 + 100 * number]);
      } catch (IOException failed) {
        throw new java.io.UncheckedIOException(failed);
      }
    }
  }
}
