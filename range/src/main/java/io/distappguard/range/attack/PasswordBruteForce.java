package io.distappguard.range.attack;

import io.distappguard.range.client.HttpResponse;
import io.distappguard.range.client.OneLineErrors;
import io.distappguard.range.client.SocialNetworkClient;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Tries passwords of a generated word list on a few existing accounts of the range's social
 * network, over several persistent connections, at a steady rate; from many addresses on many
 * accounts it is password spraying, in which no source and no account stands out. Most of the way
 * through the list stands the right password of one of them. Happened when that one was let in and
 * all others were turned away with 401. Exists only to test detection.
 */
@Command(
    name = "PasswordBruteForce",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Guesses passwords of the range's social network, to test detection.")
public final class PasswordBruteForce extends AttackProgram {
  private static final int SEEDED_USERS = 962;
  private static final int MOST_ATTEMPTS = 1_000_000;

  /** Where in the list, and at the latest when in the time, the right password is tried. */
  private static final double RIGHT_ONE_AT = 0.85;

  @Option(
      names = "--rate",
      defaultValue = "10",
      description = "Attempts a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--connections",
      defaultValue = "4",
      description = "Persistent connections (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--accounts",
      defaultValue = "5",
      description = "Accounts tried in turn (default: ${DEFAULT-VALUE}).")
  private int accounts;

  @Option(
      names = "--sources",
      defaultValue = "1",
      description = "Addresses it comes from, 1 to 40 (default: ${DEFAULT-VALUE}).")
  private int sources;

  private final AtomicBoolean rightOneTried = new AtomicBoolean();
  private volatile @Nullable String guessed;

  public PasswordBruteForce() {
    super("password-brute-force");
  }

  public static void main(String[] arguments) {
    System.exit(OneLineErrors.execute(new PasswordBruteForce(), arguments));
  }

  @Override
  boolean attack(Field field) throws InterruptedException {
    requireWithin("rate", rate, 0.01, 10_000);
    requireWithin("connections", connections, 1, 256);
    requireWithin("accounts", accounts, 1, SEEDED_USERS);
    List<Attempt> attempts = list(field);
    List<InetAddress> from = field.sources(sources);
    state("sources", fewOrCount(from.stream().map(InetAddress::getHostAddress).toList()));
    PacedRequests requests = new PacedRequests(field, from, Math.max(connections, sources));
    double[] due = PacedRequests.steady(rate, attempts.size());
    long begin = System.nanoTime();
    return judge(requests.send(due, (client, index) -> guess(attempts, begin, client, index)));
  }

  private static Object fewOrCount(List<String> values) {
    return values.size() <= 10 ? values : values.size();
  }

  /** The whole list is made beforehand, so that it is the same however fast answers come. */
  private List<Attempt> list(Field field) {
    List<Integer> users = new ArrayList<>();
    while (users.size() < accounts) {
      int user = field.random().nextInt(SEEDED_USERS);
      if (!users.contains(user)) {
        users.add(user);
      }
    }
    int count = (int) Math.clamp((long) (rate * seconds()), 1, MOST_ATTEMPTS);
    int rightOne = rightOne(count);
    WordList words = new WordList(field.random());
    List<Attempt> attempts = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      int user = users.get(index % users.size());
      String password = index == rightOne ? "password-" + user : words.next();
      attempts.add(new Attempt("user" + user, password));
    }
    state("rate", rate);
    state("connections", connections);
    state("accounts", fewOrCount(users.stream().map(user -> "user" + user).toList()));
    return attempts;
  }

  private int guess(List<Attempt> attempts, long begin, SocialNetworkClient client, int index)
      throws IOException {
    Attempt attempt = rightOneIfLate(attempts, index, begin);
    HttpResponse response = client.login(attempt.username(), attempt.password());
    if (response.status() == 200) {
      guessed = attempt.username();
    }
    return response.status();
  }

  /** When the server answers too slowly to get through the list, the list is cut short. */
  private Attempt rightOneIfLate(List<Attempt> attempts, int index, long begin) {
    int rightOne = rightOne(attempts.size());
    boolean late = System.nanoTime() - begin > RIGHT_ONE_AT * seconds() * 1e9;
    if ((index >= rightOne || late) && rightOneTried.compareAndSet(false, true)) {
      return attempts.get(rightOne);
    }
    return attempts.get(index == rightOne ? 0 : index);
  }

  private static int rightOne(int attempts) {
    return (int) (RIGHT_ONE_AT * attempts);
  }

  private boolean judge(Map<String, Integer> outcomes) {
    int attempts = outcomes.values().stream().mapToInt(Integer::intValue).sum();
    int turnedAway = outcomes.getOrDefault("status 401", 0);
    String letIn = guessed;
    state("attempts", attempts);
    state("outcomes", outcomes);
    state("guessed", letIn == null ? "none" : letIn);
    return letIn != null && turnedAway >= 0.9 * (attempts - 1);
  }

  private record Attempt(String username, String password) {}
}
