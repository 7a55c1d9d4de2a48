package io.distappguard.range.scenario;

import io.distappguard.range.deployment.SocialNetwork;
import io.distappguard.range.workload.FlashCrowd;
import java.util.List;
import java.util.Set;

/**
 * One run, as {@code range/plans/*.json} holds it.
 *
 * @param name the run's name
 * @param kind what the run is for
 * @param seed of the workload, the services and the attacks
 * @param seconds how long the workload lasts
 * @param rate requests a second, mean over a day
 * @param daySeconds how long a day of the workload is
 * @param amplitude how far the day strays from the mean rate, 0 to 1
 * @param dayStart second of the day at which the workload begins
 * @param systemCalls whether system calls are recorded, besides spans
 * @param actions what else happens
 */
public record Plan(
    String name,
    String kind,
    long seed,
    int seconds,
    double rate,
    double daySeconds,
    double amplitude,
    double dayStart,
    boolean systemCalls,
    List<Action> actions) {
  private static final Set<String> KINDS =
      Set.of("training", "validation-a", "validation-b", "benign-test", "attack");

  public Plan {
    require(
        name.matches("[a-z0-9][a-z0-9.-]*"),
        "name",
        name,
        "lower-case letters, digits, dashes, dots");
    require(KINDS.contains(kind), "kind", kind, "one of " + KINDS.stream().sorted().toList());
    require(seconds >= 1 && seconds <= 7200, "seconds", seconds, "1 to 7200");
    require(rate > 0 && rate <= 1000, "rate", rate, "above 0, at most 1000");
    require(daySeconds > 0, "daySeconds", daySeconds, "above 0");
    require(amplitude >= 0 && amplitude <= 1, "amplitude", amplitude, "0 to 1");
    require(dayStart >= 0 && dayStart < daySeconds, "dayStart", dayStart, "0 to below daySeconds");
    actions = List.copyOf(actions);
    for (Action action : actions) {
      require(action.at() >= 0 && action.at() < seconds, "at", action.at(), "0 to below seconds");
    }
  }

  /** Something that happens {@code at} seconds after the workload began. */
  public sealed interface Action
      permits Scale, RollingRestart, Deploy, Latency, Crowd, DayEdge, Attack {
    int at();
  }

  /** To so many replicas, and back to as many as before at second {@code until}. */
  public record Scale(int at, String role, int replicas, int until) implements Action {
    public Scale {
      SocialNetwork.servicePort(role);
      require(replicas >= 1 && replicas <= 10, "replicas", replicas, "1 to 10");
      require(until > at, "until", until, "later than at");
    }
  }

  /** Every replica of the role restarted, one after another. */
  public record RollingRestart(int at, String role) implements Action {
    public RollingRestart {
      SocialNetwork.servicePort(role);
    }
  }

  /** Every replica of the role replaced by one of a new version, one after another. */
  public record Deploy(int at, String role, String version) implements Action {
    public Deploy {
      SocialNetwork.servicePort(role);
      require(version.matches("[A-Za-z0-9._-]{1,40}"), "version", version, "an image's tag");
    }
  }

  /**
   * The replicas the role has then answer so many milliseconds later, until second {@code until}.
   */
  public record Latency(int at, String role, int millis, int until) implements Action {
    public Latency {
      SocialNetwork.servicePort(role);
      require(!role.equals("gateway"), "role", role, "one that is called by another");
      require(millis >= 1 && millis <= 10_000, "millis", millis, "1 to 10000");
      require(until > at, "until", until, "later than at");
    }
  }

  /** Users who all do the same for a while, as part of the workload. */
  public record Crowd(FlashCrowd crowd) implements Action {
    @Override
    public int at() {
      return (int) crowd.atSeconds();
    }
  }

  /** Marks a time in which the day's rate changes fastest; does nothing. */
  public record DayEdge(int at, int until) implements Action {
    public DayEdge {
      require(until > at, "until", until, "later than at");
    }
  }

  /**
   * An attack program.
   *
   * @param program simple name of its main class
   * @param seconds the longest it may take
   * @param options further options of the program, in order, such as {@code --rate}, {@code 20}
   */
  public record Attack(int at, String program, int seconds, List<String> options)
      implements Action {
    public Attack {
      require(program.matches("[A-Z][A-Za-z]*"), "class", program, "a simple class name");
      require(seconds >= 1 && seconds <= 3600, "seconds", seconds, "1 to 3600");
      options = List.copyOf(options);
    }
  }

  static void require(boolean holds, String field, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(field + ": " + value + " (expected: " + expected + ")");
    }
  }
}
