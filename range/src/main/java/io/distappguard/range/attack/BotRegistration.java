package io.distappguard.range.attack;

import io.distappguard.range.client.OneLineErrors;
import io.distappguard.range.client.SocialNetworkClient;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Registers accounts nobody is behind in the range's social network, at a steady rate: many a
 * second as a burst, or one every few seconds as a drip. Happened when nine in ten were accepted.
 * Exists only to test detection.
 */
@Command(
    name = "BotRegistration",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Registers bot accounts in the range's social network, to test detection.")
public final class BotRegistration extends AttackProgram {
  @Option(
      names = "--rate",
      defaultValue = "10",
      description = "Registrations a second (default: ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--connections",
      defaultValue = "4",
      description = "Persistent connections (default: ${DEFAULT-VALUE}).")
  private int connections;

  public BotRegistration() {
    super("bot-registration");
  }

  public static void main(String[] arguments) {
    System.exit(OneLineErrors.execute(new BotRegistration(), arguments));
  }

  @Override
  boolean attack(Field field) throws InterruptedException {
    requireWithin("rate", rate, 0.01, 1_000);
    requireWithin("connections", connections, 1, 256);
    state("rate", rate);
    state("connections", connections);
    int count = Math.max(1, (int) (rate * seconds()));
    List<Account> accounts = accounts(field.random(), count);
    Map<String, Integer> outcomes =
        new PacedRequests(field, field.sources(1), connections)
            .send(
                PacedRequests.steady(rate, count),
                (client, index) -> register(client, accounts.get(index)));
    int attempts = outcomes.values().stream().mapToInt(Integer::intValue).sum();
    state("attempts", attempts);
    state("outcomes", outcomes);
    return attempts > 0 && outcomes.getOrDefault("status 201", 0) >= 0.9 * attempts;
  }

  private static int register(SocialNetworkClient client, Account account) throws IOException {
    return client.register(account.username(), account.password()).status();
  }

  /** Names as bots have them: a word and a number; the seed's own letters keep them apart. */
  private static List<Account> accounts(SplittableRandom random, int count) {
    String family = Long.toString(random.nextLong(36L * 36 * 36 * 36 * 36), 36);
    WordList words = new WordList(random);
    return IntStream.range(0, count)
        .mapToObj(index -> new Account("fan" + family + "n" + index, words.next()))
        .toList();
  }

  private record Account(String username, String password) {}
}
