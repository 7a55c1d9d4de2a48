package io.distappguard.range.scenario;

import io.distappguard.range.deployment.SocialNetwork;
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
 * @param actions what else happens
 */
public record Plan(
    String name,
    String kind,
    long seed,
    int seconds,
    double rate,
    double daySeconds,
    List<Action> actions) {
  private static final Set<String> KINDS =
      Set.of("training", "validation-a", "validation-b", "benign-test", "attack");

  public Plan {
    require(name.matches("[a-z0-9][a-z0-9-]*"), "name", name, "lower-case letters, digits, dashes");
    require(KINDS.contains(kind), "kind", kind, "one of " + KINDS.stream().sorted().toList());
    require(seconds >= 1 && seconds <= 7200, "seconds", seconds, "1 to 7200");
    require(rate > 0 && rate <= 1000, "rate", rate, "above 0, at most 1000");
    require(daySeconds > 0, "daySeconds", daySeconds, "above 0");
    actions = List.copyOf(actions);
    for (Action action : actions) {
      require(action.at() >= 0 && action.at() < seconds, "at", action.at(), "0 to below seconds");
    }
  }

  /** Something that happens {@code at} seconds after the workload began. */
  public sealed interface Action permits Scale, RollingRestart, Attack {
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
