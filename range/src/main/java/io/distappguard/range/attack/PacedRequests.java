package io.distappguard.range.attack;

import io.distappguard.range.attack.AttackProgram.Field;
import io.distappguard.range.client.SocialNetworkClient;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests of an attack, each sent when it is due or, with all connections waiting for answers, as
 * soon as one is free; none after the deadline. Used once; the sending is done by a thread a
 * connection.
 */
final class PacedRequests {
  private final Field field;
  private final List<InetAddress> sources;
  private final int connections;
  private final AtomicInteger next = new AtomicInteger();
  private final Map<String, Integer> outcomes = new TreeMap<>();

  /**
   * @param sources addresses the connections come from in turn
   */
  PacedRequests(Field field, List<InetAddress> sources, int connections) {
    this.field = field;
    this.sources = List.copyOf(sources);
    this.connections = connections;
  }

  /** One request of the list. */
  interface Request {
    /** Sends it; returns the status. */
    int send(SocialNetworkClient client, int index) throws IOException;
  }

  /** Moments of so many requests at a steady rate, in seconds from the start. */
  static double[] steady(double rate, int count) {
    double[] due = new double[count];
    for (int index = 0; index < count; index++) {
      due[index] = index / rate;
    }
    return due;
  }

  /**
   * Sends them all, or those for which there is time.
   *
   * @param dueSeconds when each is due, ascending
   * @return how many ended with which status or error
   */
  Map<String, Integer> send(double[] dueSeconds, Request request) throws InterruptedException {
    long begin = System.nanoTime();
    List<Thread> threads = new ArrayList<>();
    for (int index = 0; index < connections; index++) {
      InetAddress source = sources.get(index % sources.size());
      threads.add(
          Thread.ofPlatform().daemon().start(() -> work(source, begin, dueSeconds, request)));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    synchronized (this) {
      return Map.copyOf(outcomes);
    }
  }

  private void work(InetAddress source, long begin, double[] dueSeconds, Request request) {
    try (SocialNetworkClient client = field.connectFrom(source)) {
      for (int index = next.getAndIncrement();
          index < dueSeconds.length;
          index = next.getAndIncrement()) {
        waitUntil(Math.min(begin + (long) (dueSeconds[index] * 1e9), field.deadline()));
        if (field.over()) {
          return;
        }
        try {
          count("status " + request.send(client, index));
        } catch (IOException exception) {
          count("error: " + exception.getMessage());
        }
      }
    }
  }

  private static void waitUntil(long moment) {
    for (long left = moment - System.nanoTime(); left > 0; left = moment - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private synchronized void count(String outcome) {
    outcomes.merge(outcome, 1, Integer::sum);
  }
}
