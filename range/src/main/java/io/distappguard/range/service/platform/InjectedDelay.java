package io.distappguard.range.service.platform;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Has a service answer later while a file in its directory says so: a hard case for a detector. The
 * file holds whole milliseconds and is looked for at most once a second; as long as there is none,
 * nothing is opened, so that a recording of system calls does not show the looking. (In the
 * service, as the kernel's netem is not everywhere.) Thread-safe.
 */
public final class InjectedDelay implements ServerInterceptor {

  /** The file's name. */
  public static final String FILE = "injected-delay-millis";

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int LONGEST_MILLIS = 10_000;

  private final Path file;
  private volatile long lookedNanos = System.nanoTime() - LOOK_NANOS;
  private volatile int millis;

  /**
   * @param directory the service's own
   */
  public InjectedDelay(Path directory) {
    this.file = directory.resolve(FILE);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    int now = current();
    if (now > 0) {
      try {
        Thread.sleep(now);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return next.startCall(call, headers);
  }

  private int current() {
    long now = System.nanoTime();
    if (now - lookedNanos >= LOOK_NANOS) {
      lookedNanos = now;
      millis = read();
    }
    return millis;
  }

  private int read() {
    if (!Files.exists(file)) {
      return 0;
    }
    try {
      return Math.clamp(Long.parseLong(Files.readString(file).strip()), 0, LONGEST_MILLIS);
    } catch (IOException | NumberFormatException e) {
      System.err.println(file + ": " + e.getMessage() + " (expected: whole milliseconds)");
      return 0;
    }
  }
}
