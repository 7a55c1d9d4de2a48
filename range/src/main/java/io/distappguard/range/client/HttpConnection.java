package io.distappguard.range.client;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection that stays open between requests, over a plain socket so that exactly one
 * TCP connection exists per object and its source address can be chosen. Opened on first use and
 * again after the server closed it. Understands what nginx sends: bodies by Content-Length or
 * chunked (RFC 9112, sections 6 and 7). Not thread-safe; one owner at a time.
 */
public final class HttpConnection implements Closeable {
  private static final int LINE_LIMIT = 16 * 1024;
  private static final int BODY_LIMIT = 16 * 1024 * 1024;
  private static final byte[] NOTHING = new byte[0];

  private final RangeTarget target;
  private final @Nullable InetAddress source;
  private final int timeoutMillis;
  private @Nullable Stream stream;
  private long opened;

  /**
   * @param source the address to bind, or null for the system's choice
   * @param timeout how long connecting, and each wait for octets, may take
   */
  public HttpConnection(RangeTarget target, @Nullable InetAddress source, Duration timeout) {
    this.target = target;
    this.source = source;
    this.timeoutMillis = Math.toIntExact(timeout.toMillis());
  }

  /** A request without a body. */
  public HttpResponse exchange(String method, String path, @Nullable String bearerToken)
      throws IOException {
    return exchange(method, path, bearerToken, "application/json", NOTHING);
  }

  /**
   * Sends one request and reads its response. A connection that the server closed while it was idle
   * (it ends before the first octet of the response) is opened anew and the request sent once more.
   *
   * @param path path and query, already percent-encoded
   * @throws IOException if connecting, sending or reading failed; the connection is closed then
   */
  public HttpResponse exchange(
      String method, String path, @Nullable String bearerToken, String contentType, byte[] body)
      throws IOException {
    byte[] request = encode(method, path, bearerToken, contentType, body);
    boolean reused = stream != null;
    try {
      return exchangeOnce(request);
    } catch (ClosedWhileIdle closed) {
      close();
      if (!reused) {
        throw closed;
      }
    } catch (IOException exception) {
      close();
      throw exception;
    }
    try {
      return exchangeOnce(request);
    } catch (IOException exception) {
      close();
      throw exception;
    }
  }

  /** How many TCP connections this object has opened so far. */
  public long opened() {
    return opened;
  }

  @Override
  public void close() {
    Stream closing = stream;
    stream = null;
    if (closing != null) {
      try {
        closing.socket().close();
      } catch (IOException ignored) {
        // nothing is owed to a connection that is given up
      }
    }
  }

  private byte[] encode(
      String method, String path, @Nullable String bearerToken, String contentType, byte[] body) {
    StringBuilder head = new StringBuilder(256);
    head.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ").append(target);
    if (bearerToken != null) {
      head.append("\r\nAuthorization: Bearer ").append(bearerToken);
    }
    if (body.length > 0) {
      head.append("\r\nContent-Type: ").append(contentType);
    }
    if (!method.equals("GET")) {
      head.append("\r\nContent-Length: ").append(body.length);
    }
    head.append("\r\n\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream(head.length() + body.length);
    request.writeBytes(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    request.writeBytes(body);
    return request.toByteArray();
  }

  private HttpResponse exchangeOnce(byte[] request) throws IOException {
    Stream current = stream;
    if (current == null) {
      current = open();
      stream = current;
    }
    InputStream in = current.in();
    int first;
    try {
      current.socket().getOutputStream().write(request);
      first = in.read();
    } catch (SocketException exception) {
      throw new ClosedWhileIdle(exception);
    }
    if (first < 0) {
      throw new ClosedWhileIdle(null);
    }
    String statusLine = (char) first + readLine(in);
    if (!statusLine.startsWith("HTTP/1.") || statusLine.length() < 12) {
      throw new IOException("malformed status line from " + target);
    }
    int status = parseInt(statusLine.substring(9, 12), 10, "status");
    Framing framing = readHeaders(in, status == 204 || status == 304);
    byte[] body = readBody(in, framing);
    if (framing.lastOne()) {
      close();
    }
    return new HttpResponse(status, body);
  }

  private Stream open() throws IOException {
    Socket socket = new Socket();
    try {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(timeoutMillis);
      if (source != null) {
        socket.bind(new InetSocketAddress(source, 0));
      }
      socket.connect(new InetSocketAddress(target.address(), target.port()), timeoutMillis);
      opened++;
      return new Stream(socket, new BufferedInputStream(socket.getInputStream()));
    } catch (IOException exception) {
      socket.close();
      throw exception;
    }
  }

  private Framing readHeaders(InputStream in, boolean withoutBody) throws IOException {
    int length = -1;
    boolean chunked = false;
    boolean lastOne = false;
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        throw new IOException("malformed header from " + target);
      }
      String value = line.substring(colon + 1).trim();
      switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
        case "content-length" -> length = parseInt(value, 10, "Content-Length");
        case "transfer-encoding" -> chunked = value.equalsIgnoreCase("chunked");
        case "connection" -> lastOne = value.equalsIgnoreCase("close");
        default -> {}
      }
    }
    if (withoutBody) {
      return new Framing(0, false, lastOne);
    }
    return new Framing(length, chunked, lastOne || (!chunked && length < 0));
  }

  private byte[] readBody(InputStream in, Framing framing) throws IOException {
    if (framing.chunked()) {
      return readChunks(in);
    }
    if (framing.length() >= 0) {
      return readExactly(in, framing.length());
    }
    return in.readNBytes(BODY_LIMIT);
  }

  private byte[] readChunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      String line = readLine(in);
      int extension = line.indexOf(';');
      int length =
          parseInt(extension < 0 ? line : line.substring(0, extension), 16, "chunk length");
      if (length == 0) {
        while (!readLine(in).isEmpty()) {
          // trailers carry nothing we use
        }
        return body.toByteArray();
      }
      if (body.size() + (long) length > BODY_LIMIT) {
        throw new IOException("response body over " + BODY_LIMIT + " octets from " + target);
      }
      body.writeBytes(readExactly(in, length));
      readLine(in);
    }
  }

  private byte[] readExactly(InputStream in, int length) throws IOException {
    if (length > BODY_LIMIT) {
      throw new IOException("response body over " + BODY_LIMIT + " octets from " + target);
    }
    byte[] octets = in.readNBytes(length);
    if (octets.length < length) {
      throw new EOFException("response cut short by " + target);
    }
    return octets;
  }

  private String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int octet = in.read(); octet != '\n'; octet = in.read()) {
      if (octet < 0) {
        throw new EOFException("response cut short by " + target);
      }
      if (line.length() >= LINE_LIMIT) {
        throw new IOException("header line over " + LINE_LIMIT + " octets from " + target);
      }
      if (octet != '\r') {
        line.append((char) octet);
      }
    }
    return line.toString();
  }

  private int parseInt(String text, int radix, String what) throws IOException {
    try {
      int value = Integer.parseInt(text.trim(), radix);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException exception) {
      throw new IOException("malformed " + what + " from " + target, exception);
    }
    throw new IOException("malformed " + what + " from " + target);
  }

  private record Stream(Socket socket, InputStream in) {}

  /**
   * @param length of the body, or -1 when it ends with the connection
   * @param lastOne whether the connection ends with this response
   */
  private record Framing(int length, boolean chunked, boolean lastOne) {}

  /** The connection ended before the first octet of a response. */
  private static final class ClosedWhileIdle extends IOException {
    ClosedWhileIdle(@Nullable Throwable cause) {
      super("connection closed by server", cause);
    }
  }
}
