package io.distappguard.telemetry.inspect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one end of a TCP connection sent beside what its other end received, for connections of
 * which both ends were seen. TCP loses nothing: where the two differ, the source lost something, or
 * began or ended in between, or the receiver closed before it had read everything.
 *
 * @param directions from one address to another, both of them seen
 * @param bytes sent in all directions
 * @param differences directions in which the receiver did not get what was sent, by their
 *     addresses; a pair of addresses that is used again is one direction
 */
public record BothEnds(int directions, long bytes, List<Difference> differences) {

  /** A direction in which not everything arrived, or more than was sent. */
  public record Difference(String sender, String receiver, long bytesSent, long bytesReceived) {}

  /** Two addresses, in the direction of the data. */
  private record Direction(String sender, String receiver) {}

  private static final class Sums {
    boolean senderSeen;
    boolean receiverSeen;
    long sent;
    long received;
  }

  /** Adds up what is seen at the ends. Not thread-safe. */
  static final class Summing {

    private final Map<Direction, Sums> directions = new HashMap<>();

    /** One end: what it sent to {@code remote} and received from there. */
    void end(String local, String remote, long sent, long received) {
      if (local.isEmpty() || remote.isEmpty()) {
        return;
      }
      Sums out = directions.computeIfAbsent(new Direction(local, remote), unused -> new Sums());
      out.senderSeen = true;
      out.sent += sent;
      Sums in = directions.computeIfAbsent(new Direction(remote, local), unused -> new Sums());
      in.receiverSeen = true;
      in.received += received;
    }

    BothEnds result() {
      int count = 0;
      long bytes = 0;
      List<Difference> differences = new ArrayList<>();
      for (Map.Entry<Direction, Sums> entry : directions.entrySet()) {
        Sums sums = entry.getValue();
        if (!sums.senderSeen || !sums.receiverSeen) {
          continue;
        }
        count++;
        bytes += sums.sent;
        if (sums.sent != sums.received) {
          Direction direction = entry.getKey();
          differences.add(
              new Difference(direction.sender(), direction.receiver(), sums.sent, sums.received));
        }
      }
      differences.sort(
          Comparator.comparing(Difference::sender).thenComparing(Difference::receiver));
      return new BothEnds(count, bytes, differences);
    }
  }
}
