package io.distappguard.range.service.platform;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where the instances of roles and stores are: a folder with a file a role, an {@code ip:port} a
 * line, replaced as a whole when replicas come and go.
 *
 * <p>Watched files are only asked for their modification time every 500 ms and read when it has
 * changed, so that a quiet application stays quiet. Thread-safe.
 */
public final class Discovery implements AutoCloseable {

  private static final long PERIOD_MILLIS = 500;

  private final Path directory;
  private final Map<String, Watch> watches = new ConcurrentHashMap<>();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "discovery");
        thread.setDaemon(true);
        return thread;
      });

  public Discovery(Path directory) {
    this.directory = directory;
    timer.scheduleWithFixedDelay(
        () -> watches.values().forEach(Watch::look),
        PERIOD_MILLIS,
        PERIOD_MILLIS,
        TimeUnit.MILLISECONDS);
  }

  /** The addresses of a role or store as they are now; empty when none is listed. */
  public List<InetSocketAddress> addresses(String name) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String line : lines(directory.resolve(name))) {
      if (!line.isBlank()) {
        addresses.add(address(name, line.strip()));
      }
    }
    return addresses;
  }

  /**
   * The one address of a store.
   *
   * @throws IllegalStateException when none is listed
   */
  public InetSocketAddress store(String name) {
    List<InetSocketAddress> addresses = addresses(name);
    if (addresses.isEmpty()) {
      throw new IllegalStateException(
          directory.resolve(name) + ": no address listed (start the store first)");
    }
    return addresses.getFirst();
  }

  /**
   * Runs the listener, on this object's own thread, each time the file of that name has changed.
   */
  void watch(String name, Runnable changed) {
    watches
        .computeIfAbsent(name, absent -> new Watch(directory.resolve(name)))
        .listeners
        .add(changed);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      // not listed yet, or replaced this moment: the next look finds it
      return List.of();
    }
  }

  private static InetSocketAddress address(String name, String line) {
    int colon = line.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalStateException(name + ": " + line + " (expected: ip:port)");
    }
    return new InetSocketAddress(
        line.substring(0, colon), Integer.parseInt(line.substring(colon + 1)));
  }

  private static final class Watch {
    private final Path file;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private @Nullable FileTime seen;

    Watch(Path file) {
      this.file = file;
      this.seen = modified();
    }

    void look() {
      FileTime now = modified();
      if (now != null && !now.equals(seen)) {
        seen = now;
        listeners.forEach(Runnable::run);
      }
    }

    private @Nullable FileTime modified() {
      try {
        return Files.getLastModifiedTime(file);
      } catch (NoSuchFileException e) {
        return null;
      } catch (IOException e) {
        return seen;
      }
    }
  }
}
