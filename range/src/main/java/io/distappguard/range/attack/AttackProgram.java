package io.distappguard.range.attack;

import io.distappguard.range.client.HttpConnection;
import io.distappguard.range.client.JsonFile;
import io.distappguard.range.client.RangeTarget;
import io.distappguard.range.client.SocialNetworkClient;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/**
 * What all attacks of the range share: their options, the refusal of any address outside the range,
 * and the truth file, which is written whether the attack succeeded or not. Exit code 0 when the
 * attack really happened, judged by what came back; 1 when not or after an error; 2 for wrong
 * options.
 */
abstract class AttackProgram implements Callable<Integer> {
  static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,79}");
  private static final int LONGEST_SECONDS = 3_600;

  @Option(names = "--url", required = true, description = "The social network, inside the range.")
  private String url = "";

  @Option(names = "--address", required = true, description = "Own address, inside the range.")
  private String ownAddress = "";

  @Option(names = "--seconds", required = true, description = "The longest it may take.")
  private int seconds;

  @Option(names = "--seed", required = true, description = "Same seed, same attack.")
  private long seed;

  @Option(names = "--truth", required = true, description = "Where to write what was done, when.")
  private Path truth = Path.of("truth.json");

  @Option(
      names = "--name",
      description = "What the truth file calls it, to tell variants apart (default: its own).")
  private String name;

  private final Map<String, Object> parameters = new LinkedHashMap<>();

  /**
   * @param name of the attack, as the truth file and reports call it where --name says nothing
   */
  AttackProgram(String name) {
    this.name = name;
  }

  @Override
  public final Integer call() throws Exception {
    if (seconds < 1 || seconds > LONGEST_SECONDS) {
      throw new IllegalArgumentException(
          "seconds: " + seconds + " (expected: 1 to " + LONGEST_SECONDS + ")");
    }
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("name: " + name + " (expected: " + NAME + ")");
    }
    Field field =
        new Field(
            RangeTarget.parse(url),
            RangeTarget.parseAddress("address", ownAddress),
            System.nanoTime() + Duration.ofSeconds(seconds).toNanos(),
            new SplittableRandom(seed));
    long startMillis = System.currentTimeMillis();
    parameters.put("seed", seed);
    boolean succeeded = false;
    try {
      succeeded = attack(field);
    } catch (IOException exception) {
      parameters.put("error", String.valueOf(exception.getMessage()));
      throw exception;
    } finally {
      parameters.put("succeeded", succeeded);
      writeTruth(startMillis);
    }
    System.out.println(name + ": " + parameters);
    return succeeded ? 0 : 1;
  }

  /**
   * Carries the attack out, before the deadline.
   *
   * @return whether it really happened, judged by what came back
   */
  abstract boolean attack(Field field) throws IOException, InterruptedException;

  /** States something about the attack in the truth file. */
  final void state(String parameter, Object value) {
    parameters.put(parameter, value);
  }

  final int seconds() {
    return seconds;
  }

  static void requireWithin(String option, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  private void writeTruth(long startMillis) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("name", name);
    content.put("startMillis", startMillis);
    content.put("endMillis", System.currentTimeMillis());
    content.put("parameters", parameters);
    JsonFile.write(truth, content);
  }

  /**
   * Where an attack takes place; both addresses are inside the range.
   *
   * @param deadline on the clock of {@link System#nanoTime}
   */
  record Field(RangeTarget target, InetAddress ownAddress, long deadline, SplittableRandom random) {
    SocialNetworkClient connect() {
      return connectFrom(ownAddress);
    }

    /** A connection from another own address. */
    SocialNetworkClient connectFrom(InetAddress source) {
      return new SocialNetworkClient(new HttpConnection(target, source, TIMEOUT));
    }

    /**
     * So many addresses to come from: the own one alone, or those that begin ten above it in the
     * same network, which the range gives the attacker besides.
     */
    List<InetAddress> sources(int count) {
      if (count == 1) {
        return List.of(ownAddress);
      }
      String own = ownAddress.getHostAddress();
      int dot = own.lastIndexOf('.');
      int first = Integer.parseInt(own.substring(dot + 1)) + 10;
      requireWithin("sources", count, 1, Math.min(40, 255 - first));
      return IntStream.range(first, first + count)
          .mapToObj(octet -> RangeTarget.parseAddress("address", own.substring(0, dot + 1) + octet))
          .toList();
    }

    long nanosLeft() {
      return deadline - System.nanoTime();
    }

    boolean over() {
      return nanosLeft() <= 0;
    }
  }
}
