package io.distappguard.range.workload;

import io.distappguard.range.client.HttpConnection;
import io.distappguard.range.client.RangeTarget;
import io.distappguard.range.client.SocialNetworkClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends a schedule without waiting for answers: one thread hands out requests when they are due, a
 * fixed set of workers, each with a connection of its own, carries them out. When the server is
 * slower than the schedule, requests wait in a bounded queue; when that is full they are refused
 * and counted.
 */
final class OpenLoop {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Duration DRAIN = Duration.ofSeconds(5);

  private final RangeTarget target;
  private final List<InetAddress> sources;
  private final int workers;
  private final int connectionRequests;
  private final long seed;
  private final BlockingQueue<PlannedRequest> queue;
  private final String newUserPrefix;
  private final ConcurrentMap<Integer, String> tokens = new ConcurrentHashMap<>();
  private volatile boolean finished;

  /**
   * @param sources addresses the workers bind in turn; empty for the system's choice
   * @param connectionRequests mean number of requests after which a worker opens a new connection,
   *     as clients come and go; 0 keeps the first for ever
   * @param seed of the connections' lives
   */
  OpenLoop(
      RangeTarget target,
      List<InetAddress> sources,
      int workers,
      int queueLength,
      int connectionRequests,
      long seed,
      String newUserPrefix) {
    if (workers < 1) {
      throw new IllegalArgumentException("workers: " + workers + " (expected: >= 1)");
    }
    if (queueLength < 1) {
      throw new IllegalArgumentException("queue: " + queueLength + " (expected: >= 1)");
    }
    if (connectionRequests < 0) {
      throw new IllegalArgumentException(
          "connection requests: " + connectionRequests + " (expected: >= 0)");
    }
    this.connectionRequests = connectionRequests;
    this.seed = seed;
    this.target = target;
    this.sources = List.copyOf(sources);
    this.workers = workers;
    this.queue = new ArrayBlockingQueue<>(queueLength);
    this.newUserPrefix = newUserPrefix;
  }

  /** Runs for this many seconds and a few more to finish what is under way. */
  WorkloadReport run(Schedule schedule, int seconds) throws InterruptedException {
    WorkloadReport report = new WorkloadReport(seconds);
    long begin = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int index = 0; index < workers; index++) {
      int worker = index;
      threads.add(
          Thread.ofPlatform()
              .name("worker-" + worker)
              .daemon()
              .start(() -> work(worker, begin, report)));
    }
    handOut(schedule, seconds, begin, report);
    finish(threads, report);
    return report;
  }

  private void handOut(Schedule schedule, int seconds, long begin, WorkloadReport report) {
    PlannedRequest request = schedule.next();
    while (request.atSeconds() < seconds) {
      long due = begin + nanos(request.atSeconds());
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        LockSupport.parkNanos(left);
      }
      report.planned();
      if (!queue.offer(request)) {
        report.refused();
      }
      request = schedule.next();
    }
    long end = begin + TimeUnit.SECONDS.toNanos(seconds);
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void finish(List<Thread> threads, WorkloadReport report) throws InterruptedException {
    long deadline = System.nanoTime() + DRAIN.toNanos();
    while (!queue.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(20);
    }
    finished = true;
    List<PlannedRequest> left = new ArrayList<>();
    queue.drainTo(left);
    report.unsent(left.size());
    for (Thread thread : threads) {
      thread.join(TIMEOUT.plus(TIMEOUT));
    }
  }

  private void work(int worker, long begin, WorkloadReport report) {
    InetAddress source = sources.isEmpty() ? null : sources.get(worker % sources.size());
    SplittableRandom random = new SplittableRandom(seed + worker);
    int left = life(random);
    try (HttpConnection connection = new HttpConnection(target, source, TIMEOUT)) {
      RequestSender sender =
          new RequestSender(new SocialNetworkClient(connection), tokens, report, newUserPrefix);
      while (!finished) {
        PlannedRequest request = queue.poll(50, TimeUnit.MILLISECONDS);
        if (request != null) {
          long since = System.nanoTime() - begin;
          report.sent(TimeUnit.NANOSECONDS.toSeconds(since), since - nanos(request.atSeconds()));
          send(sender, request, report);
          left--;
          if (left == 0) {
            connection.close();
            left = life(random);
          }
        }
      }
      report.connectionsOpened(connection.opened());
    } catch (InterruptedException exception) {
      Thread.currentThread().interrupt();
    }
  }

  /** Requests until the connection is given up: between a fifth of the mean and nearly twice it. */
  private int life(SplittableRandom random) {
    return connectionRequests == 0
        ? Integer.MAX_VALUE
        : 1
            + random.nextInt(
                connectionRequests / 5, 2 * connectionRequests - connectionRequests / 5);
  }

  /** A fault of the driver itself must show in the report, not quietly cost a worker. */
  private static void send(RequestSender sender, PlannedRequest request, WorkloadReport report) {
    try {
      sender.send(request.action());
    } catch (RuntimeException exception) {
      report.failed("driver", exception.toString());
    }
  }

  private static long nanos(double seconds) {
    return (long) (seconds * 1e9);
  }
}
