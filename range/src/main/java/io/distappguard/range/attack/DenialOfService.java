package io.distappguard.range.attack;

import io.distappguard.range.client.HttpResponse;
import io.distappguard.range.client.OneLineErrors;
import io.distappguard.range.client.SocialNetworkClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Floods the range's social network with requests that are valid, expensive and made in a few real
 * sessions: long pages of timelines, posts that mention many users and hold many addresses. Steady,
 * or in pulses with silence between. Happened when at least half of the flood was sent and half of
 * that answered as asked; a flood that its target no longer answers is bounded by its connections.
 * Exists only to test detection.
 */
@Command(
    name = "DenialOfService",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Floods the range's social network with expensive requests, to test detection.")
public final class DenialOfService extends AttackProgram {
  private static final int SEEDED_USERS = 962;
  private static final int MOST_REQUESTS = 1_000_000;
  private static final double HOME_TIMELINES = 0.62;
  private static final double USER_TIMELINES = 0.28;
  private static final int MENTIONS = 5;
  private static final int ADDRESSES = 3;

  @Option(names = "--rate", required = true, description = "Requests a second while it floods.")
  private double rate;

  @Option(
      names = "--pulse",
      defaultValue = "0",
      description = "Seconds a pulse lasts, 0: no pulses (default: ${DEFAULT-VALUE}).")
  private double pulseSeconds;

  @Option(
      names = "--period",
      defaultValue = "20",
      description = "Seconds from pulse to pulse (default: ${DEFAULT-VALUE}).")
  private double periodSeconds;

  @Option(
      names = "--connections",
      defaultValue = "32",
      description = "Persistent connections (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--sessions",
      defaultValue = "4",
      description = "Accounts it is logged in with (default: ${DEFAULT-VALUE}).")
  private int sessions;

  @Option(
      names = "--page",
      defaultValue = "20",
      description = "Posts read at once, 1 to 100 (default: ${DEFAULT-VALUE}).")
  private int page;

  public DenialOfService() {
    super("denial-of-service");
  }

  public static void main(String[] arguments) {
    System.exit(OneLineErrors.execute(new DenialOfService(), arguments));
  }

  @Override
  boolean attack(Field field) throws IOException, InterruptedException {
    requireWithin("rate", rate, 0.01, 1_000);
    requireWithin("pulse", pulseSeconds, 0, 3_600);
    requireWithin("period", periodSeconds, Math.max(pulseSeconds, 0.1), 3_600);
    requireWithin("connections", connections, 1, 256);
    requireWithin("sessions", sessions, 1, 100);
    requireWithin("page", page, 1, 100);
    double[] due = due();
    state("rate", rate);
    if (pulseSeconds > 0) {
      state("pulseSeconds", pulseSeconds);
      state("periodSeconds", periodSeconds);
    }
    state("connections", connections);
    List<String> tokens = logIn(field);
    List<Shot> shots = shots(field.random(), due.length);
    Map<String, Integer> outcomes =
        new PacedRequests(field, field.sources(1), connections)
            .send(
                due,
                (client, index) ->
                    send(client, tokens.get(index % tokens.size()), shots.get(index)));
    int sent = outcomes.values().stream().mapToInt(Integer::intValue).sum();
    int answered = outcomes.getOrDefault("status 200", 0) + outcomes.getOrDefault("status 201", 0);
    state("due", due.length);
    state("attempts", sent);
    state("outcomes", outcomes);
    return sent >= 0.5 * due.length && answered >= 0.5 * sent;
  }

  /** Moments within the pulses, or all the time. */
  private double[] due() {
    int most = Math.clamp((long) (rate * seconds()), 1, MOST_REQUESTS);
    return IntStream.range(0, most)
        .mapToDouble(index -> index / rate)
        .filter(second -> pulseSeconds <= 0 || second % periodSeconds < pulseSeconds)
        .toArray();
  }

  private List<String> logIn(Field field) throws IOException {
    List<String> tokens = new ArrayList<>();
    List<String> names = new ArrayList<>();
    try (SocialNetworkClient client = field.connect()) {
      while (tokens.size() < sessions) {
        int user = field.random().nextInt(SEEDED_USERS);
        HttpResponse login = client.login("user" + user, "password-" + user);
        if (login.status() != 200) {
          throw new IOException("could not log in as user" + user + ": status " + login.status());
        }
        names.add("user" + user);
        tokens.add(login.field("token"));
      }
    }
    state("sessions", names);
    return tokens;
  }

  /** What is asked is drawn beforehand, so that it is the same however fast answers come. */
  private static List<Shot> shots(SplittableRandom random, int count) {
    List<Shot> shots = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      double draw = random.nextDouble();
      if (draw < HOME_TIMELINES) {
        shots.add(new HomeTimeline());
      } else if (draw < HOME_TIMELINES + USER_TIMELINES) {
        shots.add(new UserTimeline("user" + random.nextInt(SEEDED_USERS)));
      } else {
        shots.add(new Post(text(random)));
      }
    }
    return shots;
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder("look at this");
    for (int index = 0; index < MENTIONS; index++) {
      text.append(" @user").append(random.nextInt(SEEDED_USERS));
    }
    for (int index = 0; index < ADDRESSES; index++) {
      text.append(" http://example.org/")
          .append(Long.toUnsignedString(random.nextLong(), 36))
          .append("/page");
    }
    return text.toString();
  }

  private int send(SocialNetworkClient client, String token, Shot shot) throws IOException {
    HttpResponse response =
        switch (shot) {
          case HomeTimeline read -> client.homeTimeline(token, 0, page);
          case UserTimeline read -> client.userTimeline(token, read.author(), 0, page);
          case Post post -> client.composePost(token, post.text(), List.of());
        };
    return response.status();
  }

  private sealed interface Shot {}

  private record HomeTimeline() implements Shot {}

  private record UserTimeline(String author) implements Shot {}

  private record Post(String text) implements Shot {}
}
